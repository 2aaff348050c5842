#include "client/app/room/recent_emoji.h"

#include "client/model/room/chat.h"
#include "client/ui/text/utf8.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace lsl::app {

namespace {

constexpr std::size_t longest_emoji = 48;     ///< bytes; a family of four with skin tones has 41
constexpr std::size_t bytes_of_a_letter = 4;  ///< one of the two that name a flag

constexpr bool within(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

/// By the blocks that are pictures, or by the selector that asks for one.
bool is_emoji(std::string_view cluster) {
    constexpr std::string_view as_picture = "\xEF\xB8\x8F";  // U+FE0F
    if (cluster.size() > longest_emoji) return false;
    std::size_t at = 0;
    const char32_t first = ui::next_code_point(cluster, at);
    if (within(first, 0x1F1E6, 0x1F1FF)) return cluster.size() > bytes_of_a_letter;
    if (within(first, 0x1F3FB, 0x1F3FF)) return false;  // a skin tone by itself
    if (within(first, 0x1F300, 0x1FAFF) || within(first, 0x2600, 0x27BF)) return true;
    return cluster.find(as_picture) != std::string_view::npos;
}

std::vector<std::string_view> emoji_in(std::string_view text) {
    std::vector<std::string_view> found;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view cluster = ui::next_cluster(text, at, ui::RunSpaces::Break);
        if (is_emoji(cluster)) found.push_back(cluster);
    }
    return found;
}

}  // namespace

std::string recent_emoji_with(std::string_view known, std::string_view text) {
    std::vector<std::string_view> newest_first = emoji_in(text);
    std::reverse(newest_first.begin(), newest_first.end());
    const std::vector<std::string_view> before = emoji_in(known);
    newest_first.insert(newest_first.end(), before.begin(), before.end());
    std::vector<std::string_view> kept;
    std::string recent;
    for (const std::string_view one : newest_first) {
        if (kept.size() == model::most_recent_emoji) break;
        if (std::find(kept.begin(), kept.end(), one) != kept.end()) continue;
        if (!kept.empty()) recent += ' ';
        recent += one;
        kept.push_back(one);
    }
    return recent;
}

}  // namespace lsl::app
