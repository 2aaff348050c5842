#include "server/services/classes/class_filter.h"

#include <algorithm>
#include <string>
#include <utility>

#include "server/store/classes/search_key.h"

namespace lsl::services {

Result<store::ListFilter> parse_class_filter(std::string_view words, std::string_view style,
                                             std::string_view level) {
    store::ListFilter filter;
    filter.style_key = store::search_key(style);
    if (!style.empty() && filter.style_key.empty()) filter.style_key = style;  // finds nothing
    if (!level.empty()) {
        filter.level = domain::parse_level(level);
        if (!filter.level) return invalid_field("level", "There is no such level.");
    }
    const std::string key = store::search_key(words);
    std::string_view rest = key;
    while (!rest.empty()) {
        if (filter.words.size() == store::ListFilter::most_words) {
            return invalid_field("q", "Search for at most eight words.");
        }
        const std::size_t end = std::min(rest.find(' '), rest.size());
        filter.words.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return filter;
}

}  // namespace lsl::services
