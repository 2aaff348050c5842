#pragma once

#include <cstdint>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace lsl::wire {

/// web/json.js once more, for tests without a browser; tests/e2e/scripts/json.test.mjs holds the
/// script to the same bytes.
class Packing {
  public:
    static std::string pack(std::string_view text) {
        const auto json = nlohmann::json::parse(text, nullptr, false);
        return json.is_discarded() ? "" : value(json);
    }

  private:
    using Json = nlohmann::json;

    static std::string word(std::size_t size) {
        const auto number = static_cast<std::uint32_t>(size);
        std::string out(sizeof number, '\0');
        std::memcpy(out.data(), &number, sizeof number);
        return out;
    }
    static std::string text(const std::string& text) { return word(text.size()) + text; }
    static std::string container(char letter, std::size_t count, const std::string& contents) {
        return letter + word(contents.size()) + word(count) + contents;
    }
    static std::string value(const Json& json) {
        if (json.is_null()) return "n";
        if (json.is_boolean()) return json.get<bool>() ? "t" : "f";
        if (json.is_string()) return "s" + text(json.get<std::string>());
        if (json.is_number()) {
            const auto number = json.get<double>();
            std::string out(1 + sizeof number, 'd');
            std::memcpy(out.data() + 1, &number, sizeof number);
            return out;
        }
        std::string contents;
        for (const auto& [name, member] : json.items()) {
            if (json.is_object()) contents += text(name);
            contents += value(member);
        }
        return container(json.is_object() ? 'o' : 'l', json.size(), contents);
    }
};

}  // namespace lsl::wire
