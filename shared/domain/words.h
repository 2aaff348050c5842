#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace lsl::domain {

/// The words by which an enumeration travels and is kept.
template <class Value, std::size_t Count>
using WordTable = std::array<std::pair<Value, std::string_view>, Count>;

/// Empty for a value that the table does not have.
template <class Value, std::size_t Count>
constexpr std::string_view word_of(const WordTable<Value, Count>& words, Value value) {
    for (const auto& [key, word] : words) {
        if (key == value) return word;
    }
    return {};
}

template <class Value, std::size_t Count>
constexpr std::optional<Value> value_of(const WordTable<Value, Count>& words,
                                        std::string_view text) {
    for (const auto& [key, word] : words) {
        if (word == text) return key;
    }
    return std::nullopt;
}

}  // namespace lsl::domain
