#include "client/model/room/chat_links.h"

#include <algorithm>
#include <cstddef>

namespace lsl::model {

namespace {

constexpr std::size_t most_links = 3;
constexpr std::string_view ends_of_words = " \t\n\r\"<>", ends_of_sentences = ".,;:!?)]}'";

/// Nobody's name and password stand before the host, where they would pass for it.
bool is_plain(std::string_view link) {
    const bool ascii =
        std::all_of(link.begin(), link.end(), [](char c) { return c > 0x20 && c < 0x7F; });
    const std::size_t host = link.find("://") + 3;
    const std::string_view authority = link.substr(host, link.find_first_of("/?#", host) - host);
    return ascii && authority.find('@') == std::string_view::npos &&
           authority.find('.') != std::string_view::npos;
}

}  // namespace

std::vector<std::string> links_in(std::string_view text) {
    std::vector<std::string> links;
    for (std::size_t at = 0; at < text.size() && links.size() < most_links;) {
        at = std::min(text.find("https://", at), text.find("http://", at));
        if (at == std::string_view::npos) break;
        const std::size_t end = std::min(text.find_first_of(ends_of_words, at), text.size());
        std::string_view link = text.substr(at, end - at);
        link = link.substr(0, link.find_last_not_of(ends_of_sentences) + 1);
        at = end;
        const bool known = std::find(links.begin(), links.end(), link) != links.end();
        if (!known && is_plain(link)) links.emplace_back(link);
    }
    return links;
}

}  // namespace lsl::model
