#include "shared/domain/guessable.h"

#include <algorithm>
#include <string>
#include <vector>

#include "shared/domain/text_rules.h"

namespace lsl::domain {

namespace {

constexpr std::size_t least_left = 6;
/// Shorter words are in too many good passwords.
constexpr std::size_t shortest_word = 3;
constexpr std::string_view product_words[] = {"leansporty", "sporty", "lean", "dance"};

bool repeats_a_piece(std::string_view text) {
    for (std::size_t piece = 1; piece <= text.size() / 2; ++piece) {
        if (text.substr(piece) == text.substr(0, text.size() - piece)) return true;
    }
    return false;
}

bool is_mostly_neighbours(std::string_view text) {
    std::size_t close = 0;
    for (std::size_t i = 1; i < text.size(); ++i) {
        const int step =
            static_cast<unsigned char>(text[i]) - static_cast<unsigned char>(text[i - 1]);
        if (step >= -1 && step <= 1) ++close;
    }
    return close * 4 >= (text.size() - 1) * 3;
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

void add_words(std::vector<std::string>& words, std::string_view text) {
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find_first_of(" .-_+@", start), text.size());
        words.emplace_back(text.substr(start, end - start));
        start = end + 1;
    }
}

}  // namespace

bool is_simple_pattern(std::string_view text) {
    return text.size() > 1 && (repeats_a_piece(text) || is_mostly_neighbours(text));
}

bool is_about(std::string_view password, std::string_view email, std::string_view display_name) {
    const std::string address = lower(trimmed(email));
    const std::string name = lower(trimmed(display_name));
    // Whole before their parts, so that nothing of them is left between.
    std::vector<std::string> words{address, address.substr(0, address.find('@')), name};
    words.insert(words.end(), std::begin(product_words), std::end(product_words));
    add_words(words, address.substr(0, address.find('@')));
    add_words(words, name);

    std::string left = lower(password);
    for (const std::string& word : words) {
        if (word.size() < shortest_word) continue;
        for (auto at = left.find(word); at != std::string::npos; at = left.find(word, at)) {
            left.erase(at, word.size());
        }
    }
    return count_code_points(left) < least_left;
}

}  // namespace lsl::domain
