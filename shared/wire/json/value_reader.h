#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/result.h"
#include "shared/wire/json/archive.h"

namespace lsl::wire {

/// Reads a message from values that somebody else has parsed; the same words for the same fault,
/// whoever that was. A `Value` is small, is copied, and has:
///
///     bool is_object() const; bool is_list() const; bool is_null() const;
///     std::optional<Value> member(std::string_view name) const;   // of an object
///     std::vector<std::string> names() const;                     // likewise
///     std::size_t size() const; Value item(std::size_t) const;    // of a list
///     const char* read(T& out) const;   // T: bool, int64_t, double, string; what was expected,
///                                       // or nullptr when `out` has it
template <class Value>
class ValueReader final : public Archive {
  public:
    explicit ValueReader(Value root) { stack_.push_back(root); }

    bool reading() const override { return true; }
    std::vector<std::string> member_names() const override { return stack_.back().names(); }
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
        const std::optional<Value> member = stack_.back().member(name);
        const bool absent = !member || member->is_null();
        if (absent && need == Need::Required) {
            const std::string prefix = path();
            note("missing", prefix.empty() ? std::string(name) : prefix + "." + std::string(name));
        }
        if (absent) return false;
        stack_.push_back(*member);
        names_.emplace_back(name);
        return true;
    }
    void close_member() override {
        stack_.pop_back();
        names_.pop_back();
    }
    bool open_object() override {
        if (failed()) return false;
        if (stack_.back().is_object()) return true;
        fault("an object");
        return false;
    }
    void close_object() override {}
    std::size_t open_list(std::size_t) override {
        if (failed()) return 0;
        if (stack_.back().is_list()) return stack_.back().size();
        fault("a list");
        return 0;
    }
    void open_item(std::size_t index) override {
        stack_.push_back(stack_.back().item(index));
        names_.push_back("[" + std::to_string(index) + "]");
    }
    void close_item() override { close_member(); }
    void close_list() override {}

    void null() override {}
    void leaf(bool& value) override { read(value); }
    void leaf(std::int64_t& value) override { read(value); }
    void leaf(double& value) override { read(value); }
    void leaf(std::string& value) override { read(value); }

  private:
    bool failed() const override { return !problem_.empty(); }

    template <class T>
    void read(T& value) {
        if (failed()) return;
        if (const char* expected = stack_.back().read(value)) fault(expected);
    }
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

    std::vector<Value> stack_;
    std::vector<std::string> names_;
    std::string problem_;
    std::string field_;
};

/// What a reader says of a text that is no JSON object.
inline Error not_an_object() {
    return make_error(ErrorCode::Malformed, "malformed_json",
                      "The request's body has to be a JSON object.");
}

}  // namespace lsl::wire
