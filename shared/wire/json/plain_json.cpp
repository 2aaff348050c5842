#include "shared/wire/json/plain_json.h"

#include "shared/wire/json/json_text.h"

namespace lsl::wire {

namespace {

class PlainWriter final : public Archive {
  public:
    PlainWriter() { out_.open('{'); }
    std::string take() {
        out_.close('}');
        return out_.take();
    }

    bool reading() const override { return false; }
    void fault(std::string_view) override {}

  protected:
    bool open_member(std::string_view name, Need) override {
        out_.name(name);
        return true;
    }
    void close_member() override {}
    bool open_object() override {
        out_.open('{');
        return true;
    }
    void close_object() override { out_.close('}'); }
    std::size_t open_list(std::size_t size) override {
        out_.open('[');
        return size;
    }
    void open_item(std::size_t) override { out_.item(); }
    void close_item() override {}
    void close_list() override { out_.close(']'); }

    void null() override { out_.raw("null"); }
    void leaf(bool& value) override { out_.raw(value ? "true" : "false"); }
    void leaf(std::int64_t& value) override { out_.integer(value); }
    void leaf(double& value) override { out_.number(value); }
    void leaf(std::string& value) override { out_.text(value); }

  private:
    bool failed() const override { return false; }

    JsonText out_;
};

}  // namespace

std::string write_plain_json(const Description& describe_members) {
    PlainWriter writer;
    describe_members(writer);
    return writer.take();
}

}  // namespace lsl::wire
