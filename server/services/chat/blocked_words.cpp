#include "server/services/chat/blocked_words.h"

#include <algorithm>
#include <array>
#include <utility>

#include <utf8proc.h>

#include "server/store/classes/search_key.h"

namespace lsl::services {

namespace {

using Letter = utf8proc_int32_t;
using Word = std::vector<Letter>;
using Words = std::vector<Word>;

/// Letters and digits that look like a Latin letter, after case and marks are gone (Unicode
/// technical standard 39, the part of it that people use).
constexpr std::array<std::pair<Letter, char>, 46> look_alikes = {{
    {U'а', 'a'}, {U'в', 'b'}, {U'с', 'c'}, {U'ԁ', 'd'}, {U'е', 'e'}, {U'һ', 'h'}, {U'н', 'h'},
    {U'і', 'i'}, {U'ї', 'i'}, {U'ј', 'j'}, {U'к', 'k'}, {U'ӏ', 'i'}, {U'м', 'm'}, {U'о', 'o'},
    {U'р', 'p'}, {U'ԛ', 'q'}, {U'г', 'r'}, {U'ѕ', 's'}, {U'т', 't'}, {U'у', 'y'}, {U'ѵ', 'v'},
    {U'ԝ', 'w'}, {U'х', 'x'}, {U'α', 'a'}, {U'β', 'b'}, {U'ε', 'e'}, {U'η', 'n'}, {U'ι', 'i'},
    {U'κ', 'k'}, {U'ν', 'v'}, {U'ο', 'o'}, {U'ρ', 'p'}, {U'τ', 't'}, {U'υ', 'u'}, {U'χ', 'x'},
    {U'ı', 'i'}, {U'ł', 'i'}, {U'l', 'i'}, {U'1', 'i'}, {U'0', 'o'}, {U'3', 'e'}, {U'4', 'a'},
    {U'5', 's'}, {U'7', 't'}, {U'@', 'a'}, {U'$', 's'},
}};

Letter looks_like(Letter letter) {
    for (const auto& [odd, latin] : look_alikes) {
        if (odd == letter) return latin;
    }
    return letter;
}

bool is_of_a_word(Letter letter) {
    switch (utf8proc_category(letter)) {
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LL:
        case UTF8PROC_CATEGORY_LT:
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_LO:
        case UTF8PROC_CATEGORY_MN:
        case UTF8PROC_CATEGORY_MC:
        case UTF8PROC_CATEGORY_ND:
        case UTF8PROC_CATEGORY_NL:
        case UTF8PROC_CATEGORY_NO: return true;
        default: return false;
    }
}

/// Thai, Lao, Khmer, Chinese, Japanese and their like set no spaces between words; Korean hangs its
/// endings on them.
bool is_without_spaces(Letter letter) {
    return (letter >= 0x0E00 && letter <= 0x0EFF) || (letter >= 0x1000 && letter <= 0x109F) ||
           (letter >= 0x1100 && letter <= 0x11FF) || (letter >= 0x1780 && letter <= 0x17FF) ||
           (letter >= 0x3040 && letter <= 0x9FFF) || (letter >= 0xAC00 && letter <= 0xD7FF) ||
           (letter >= 0x20000 && letter <= 0x3FFFF);
}

Words words_of(std::string_view text) {
    const std::string folded = store::search_key(text);
    Words words;
    bool inside = false;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(folded.data());
    auto left = static_cast<utf8proc_ssize_t>(folded.size());
    while (left > 0) {
        Letter letter = 0;
        const utf8proc_ssize_t length = utf8proc_iterate(bytes, left, &letter);
        if (length <= 0) break;
        bytes += length;
        left -= length;
        letter = looks_like(letter);
        if (!is_of_a_word(letter)) {
            inside = false;
            continue;
        }
        if (!std::exchange(inside, true)) words.emplace_back();
        words.back().push_back(letter);
    }
    return words;
}

/// "b a d" as one word.
Words joined_letters(const Words& words) {
    Words out;
    bool joins = false;
    for (const Word& word : words) {
        if (word.size() == 1 && joins) {
            out.back().push_back(word.front());
        } else {
            out.push_back(word);
        }
        joins = word.size() == 1;
    }
    return out;
}

/// Each run of a letter as one of it.
Word squeezed(const Word& word) {
    Word out;
    std::unique_copy(word.begin(), word.end(), std::back_inserter(out));
    return out;
}

bool is_drawn_out(const Word& word) {
    for (std::size_t i = 2; i < word.size(); ++i) {
        if (word[i] == word[i - 1] && word[i] == word[i - 2]) return true;
    }
    return false;
}

bool is_same(const Word& said, const Word& blocked) {
    if (said == blocked) return true;
    return is_drawn_out(said) && squeezed(said) == squeezed(blocked);
}

bool is_within(const Word& said, const Word& blocked) {
    const bool anywhere = std::any_of(blocked.begin(), blocked.end(), is_without_spaces);
    return anywhere &&
           std::search(said.begin(), said.end(), blocked.begin(), blocked.end()) != said.end();
}

bool has_phrase(const Words& said, const Words& blocked) {
    if (blocked.size() == 1) {
        return std::any_of(said.begin(), said.end(), [&](const Word& word) {
            return is_same(word, blocked.front()) || is_within(word, blocked.front());
        });
    }
    return std::search(said.begin(), said.end(), blocked.begin(), blocked.end(), is_same) !=
           said.end();
}

}  // namespace

bool has_blocked_word(std::string_view text, const std::vector<std::string>& words) {
    if (words.empty()) return false;
    const Words said = words_of(text);
    const Words joined = joined_letters(said);
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
        const Words blocked = words_of(word);
        if (blocked.empty()) return false;
        return has_phrase(said, blocked) || has_phrase(joined, blocked);
    });
}

}  // namespace lsl::services
