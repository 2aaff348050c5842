#include "shared/wire/json/json.h"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <vector>

#include "shared/wire/json/value_reader.h"

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
class JsonValue {
  public:
    explicit JsonValue(const Json& json) : json_(&json) {}

    bool is_object() const { return json_->is_object(); }
    bool is_list() const { return json_->is_array(); }
    bool is_null() const { return json_->is_null(); }
    std::size_t size() const { return json_->size(); }
    JsonValue item(std::size_t index) const { return JsonValue((*json_)[index]); }
    std::optional<JsonValue> member(std::string_view name) const {
        const auto found = json_->find(name);
        if (found == json_->end()) return std::nullopt;
        return JsonValue(*found);
    }
    std::vector<std::string> names() const {
        std::vector<std::string> names;
        for (auto it = json_->begin(); json_->is_object() && it != json_->end(); ++it) {
            names.push_back(it.key());
        }
        return names;
    }

    const char* read(bool& value) const {
        if (!json_->is_boolean()) return "true or false";
        value = json_->get<bool>();
        return nullptr;
    }
    const char* read(std::int64_t& value) const {
        if (!json_->is_number_integer()) return "a whole number";
        if (json_->is_number_unsigned() &&
            json_->get<std::uint64_t>() >
                static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
            return "a smaller number";
        }
        value = json_->get<std::int64_t>();
        return nullptr;
    }
    const char* read(double& value) const {
        if (!json_->is_number()) return "a number";
        value = json_->get<double>();
        return nullptr;
    }
    const char* read(std::string& value) const {
        if (!json_->is_string()) return "text";
        value = json_->get_ref<const std::string&>();
        return nullptr;
    }

  private:
    const Json* json_;
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
        return not_an_object();
    }
    ValueReader<JsonValue> reader{JsonValue(json)};
    describe_members(reader);
    return reader.outcome();
}

}  // namespace lsl::wire
