#include "shared/wire/json.h"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <vector>

namespace lsl::wire {

namespace {

using Json = nlohmann::json;

class JsonWriter final : public Archive {
  public:
    JsonWriter() { stack_.push_back(&root_); }
    std::string text() const { return root_.dump(-1, ' ', false, Json::error_handler_t::replace); }

    bool reading() const override { return false; }
    void fault(std::string_view) override {}

  protected:
    bool open_member(std::string_view name, Need) override {
        stack_.push_back(&(*stack_.back())[std::string(name)]);
        return true;
    }
    void close_member() override { stack_.pop_back(); }
    bool open_object() override {
        *stack_.back() = Json::object();
        return true;
    }
    void close_object() override {}
    std::size_t open_list(std::size_t size) override {
        *stack_.back() = Json::array();
        return size;
    }
    void open_item(std::size_t) override {
        stack_.back()->push_back(nullptr);
        stack_.push_back(&stack_.back()->back());
    }
    void close_item() override { stack_.pop_back(); }
    void close_list() override {}

    void null() override { *stack_.back() = nullptr; }
    void leaf(bool& value) override { *stack_.back() = value; }
    void leaf(std::int64_t& value) override { *stack_.back() = value; }
    void leaf(double& value) override {
        // JSON knows no NaN and no infinity.
        *stack_.back() = std::isfinite(value) ? Json(value) : Json(nullptr);
    }
    void leaf(std::string& value) override { *stack_.back() = value; }

  private:
    bool failed() const override { return false; }

    Json root_ = Json::object();
    std::vector<Json*> stack_;
};

/// Reads without throwing: every access is checked before it is made.
class JsonReader final : public Archive {
  public:
    explicit JsonReader(const Json& root) { stack_.push_back(&root); }

    bool reading() const override { return true; }
    void fault(std::string_view expected) override {
        note("expected " + std::string(expected), path());
    }

    Result<void> outcome() const {
        if (problem_.empty()) return {};
        Error error = invalid_field(field_, "“" + field_ + "”: " + problem_ + ".");
        error.word = "invalid_field";
        return error;
    }

  protected:
    bool open_member(std::string_view name, Need need) override {
        if (failed()) return false;
        const Json& object = *stack_.back();
        const auto member = object.find(name);
        const bool absent = member == object.end() || member->is_null();
        if (absent && need == Need::Required) {
            const std::string prefix = path();
            note("missing", prefix.empty() ? std::string(name) : prefix + "." + std::string(name));
        }
        if (absent) return false;
        stack_.push_back(&*member);
        names_.emplace_back(name);
        return true;
    }
    void close_member() override {
        stack_.pop_back();
        names_.pop_back();
    }
    bool open_object() override {
        if (failed()) return false;
        if (stack_.back()->is_object()) return true;
        fault("an object");
        return false;
    }
    void close_object() override {}
    std::size_t open_list(std::size_t) override {
        if (failed()) return 0;
        if (stack_.back()->is_array()) return stack_.back()->size();
        fault("a list");
        return 0;
    }
    void open_item(std::size_t index) override {
        stack_.push_back(&(*stack_.back())[index]);
        names_.push_back("[" + std::to_string(index) + "]");
    }
    void close_item() override {
        stack_.pop_back();
        names_.pop_back();
    }
    void close_list() override {}

    void null() override {}
    void leaf(bool& value) override {
        if (failed()) return;
        const Json& json = *stack_.back();
        if (!json.is_boolean()) return fault("true or false");
        value = json.get<bool>();
    }
    void leaf(std::int64_t& value) override {
        if (failed()) return;
        const Json& json = *stack_.back();
        if (json.is_number_unsigned()) {
            const auto number = json.get<std::uint64_t>();
            if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
                return fault("a smaller number");
            }
            value = static_cast<std::int64_t>(number);
        } else if (json.is_number_integer()) {
            value = json.get<std::int64_t>();
        } else {
            fault("a whole number");
        }
    }
    void leaf(double& value) override {
        if (failed()) return;
        const Json& json = *stack_.back();
        if (!json.is_number()) return fault("a number");
        value = json.get<double>();
    }
    void leaf(std::string& value) override {
        if (failed()) return;
        const Json& json = *stack_.back();
        if (!json.is_string()) return fault("text");
        value = json.get_ref<const std::string&>();
    }

  private:
    bool failed() const override { return !problem_.empty(); }

    std::string path() const {
        std::string text;
        for (const auto& name : names_) {
            if (!text.empty() && !name.starts_with('[')) text += '.';
            text += name;
        }
        return text;
    }
    void note(std::string problem, std::string field) {
        if (failed()) return;
        problem_ = std::move(problem);
        field_ = std::move(field);
    }

    std::vector<const Json*> stack_;
    std::vector<std::string> names_;
    std::string problem_;
    std::string field_;
};

}  // namespace

std::string write_json(const Description& describe_members) {
    JsonWriter writer;
    describe_members(writer);
    return writer.text();
}

Result<void> read_json(std::string_view text, const Description& describe_members) {
    const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (json.is_discarded() || !json.is_object()) {
        return make_error(ErrorCode::Malformed, "malformed_json",
                          "The request's body has to be a JSON object.");
    }
    JsonReader reader(json);
    describe_members(reader);
    return reader.outcome();
}

}  // namespace lsl::wire
