#include "shared/wire/json/json_schema.h"

#include <string_view>
#include <utility>
#include <vector>

#include "shared/wire/json/json_text.h"

namespace lsl::wire {

namespace {

/// Walks a description as a reader would to whom every member is given, and each list with one
/// item, and writes down what it meets.
class SchemaWriter final : public Archive {
  public:
    std::string text() { return json_.take(); }

    bool reading() const override { return true; }
    /// A map has one member, whose schema is that of all.
    std::vector<std::string> member_names() const override {
        if (!in_map_) return {};
        return {std::string()};
    }
    void fault(std::string_view) override {}

    bool open_object() override {
        begin("object");
        json_.name("properties");
        json_.open('{');
        required_.emplace_back();
        return true;
    }
    void close_object() override {
        json_.close('}');
        const std::vector<std::string> required = std::move(required_.back());
        required_.pop_back();
        if (!required.empty()) {
            json_.name("required");
            json_.open('[');
            for (const std::string& name : required) {
                json_.item();
                json_.text(name);
            }
            json_.close(']');
        }
        json_.close('}');
    }

  protected:
    bool open_map() override {
        begin("object");
        json_.name("additionalProperties");
        in_map_ = true;
        return true;
    }
    void close_map() override { json_.close('}'); }
    bool open_member(std::string_view name, Need need) override {
        if (std::exchange(in_map_, false)) return true;
        json_.name(name);
        may_be_null_ = need == Need::Optional;
        if (need == Need::Required) required_.back().emplace_back(name);
        return true;
    }
    void close_member() override {}
    std::size_t open_list(std::size_t) override {
        begin("array");
        json_.name("items");
        return 1;
    }
    void open_item(std::size_t) override {}
    void close_item() override {}
    void close_list() override { json_.close('}'); }

    void null() override {}
    void leaf(bool&) override { whole("boolean"); }
    void leaf(std::int64_t&) override { whole("integer"); }
    void leaf(double&) override { whole("number"); }
    void leaf(std::string&) override {
        const bool nullable = begin("string");
        if (!format_.empty()) {
            json_.name("format");
            json_.text(format_);
        }
        if (name_of_ != nullptr) write_choices(nullable);
        json_.close('}');
        format_ = {};
        name_of_ = nullptr;
    }
    void format(std::string_view format) override { format_ = format; }
    void choices(std::string_view (*name_of)(int)) override { name_of_ = name_of; }

  private:
    /// The texts that a description would parse are empty here.
    bool failed() const override { return true; }

    /// Opens the schema of the next value. Returns whether the value may be null.
    bool begin(std::string_view type) {
        json_.open('{');
        json_.name("type");
        if (!std::exchange(may_be_null_, false)) {
            json_.text(type);
            return false;
        }
        json_.open('[');
        json_.item();
        json_.text(type);
        json_.item();
        json_.text("null");
        json_.close(']');
        return true;
    }
    void whole(std::string_view type) {
        begin(type);
        json_.close('}');
    }
    void write_choices(bool nullable) {
        json_.name("enum");
        json_.open('[');
        // An enumeration that has a name for every number would never end.
        constexpr int most = 100;
        for (int number = 0; number < most && !name_of_(number).empty(); ++number) {
            json_.item();
            json_.text(name_of_(number));
        }
        if (nullable) {
            json_.item();
            json_.raw("null");
        }
        json_.close(']');
    }

    JsonText json_;
    std::vector<std::vector<std::string>> required_;  ///< of the objects that are open
    bool in_map_ = false;                             ///< its one member comes next
    bool may_be_null_ = false;                        ///< the value that comes next
    std::string_view format_;                         ///< of the text that comes next
    std::string_view (*name_of_)(int) = nullptr;      ///< likewise; null: any text
};

}  // namespace

std::string write_json_schema(const Description& describe_members) {
    SchemaWriter writer;
    writer.open_object();
    describe_members(writer);
    writer.close_object();
    return writer.text();
}

}  // namespace lsl::wire
