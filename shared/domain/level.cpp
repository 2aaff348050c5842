#include "shared/domain/level.h"

#include "shared/domain/words.h"

namespace lsl::domain {

namespace {

constexpr WordTable<Level, 4> level_words = {{
    {Level::Any, "any"},
    {Level::Beginner, "beginner"},
    {Level::Intermediate, "intermediate"},
    {Level::Advanced, "advanced"},
}};

}  // namespace

std::string_view level_name(Level level) { return word_of(level_words, level); }

std::optional<Level> parse_level(std::string_view name) { return value_of(level_words, name); }

}  // namespace lsl::domain
