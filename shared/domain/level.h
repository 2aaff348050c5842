#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lsl::domain {

/// For whom a class is made.
enum class Level : std::uint8_t { Any, Beginner, Intermediate, Advanced };

std::string_view level_name(Level level);  ///< "any", "beginner", "intermediate", "advanced"
std::optional<Level> parse_level(std::string_view name);
// By these names a row in JSON or in a table finds the words of an enumeration.
inline std::string_view enum_name(Level level) { return level_name(level); }
inline void enum_parse(std::string_view text, std::optional<Level>& out) {
    out = parse_level(text);
}

}  // namespace lsl::domain
