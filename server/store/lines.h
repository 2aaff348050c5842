#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lsl::store {

/// A short list of texts in one column, one a line. They have no line ends of their own: whoever
/// gives them has looked.
inline std::string in_lines(const std::vector<std::string>& texts) {
    std::string lines;
    for (const std::string& text : texts) {
        if (!lines.empty()) lines += '\n';
        lines += text;
    }
    return lines;
}

inline std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
    }
    return lines;
}

}  // namespace lsl::store
