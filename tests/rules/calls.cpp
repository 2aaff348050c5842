#include "tests/rules/calls.h"

#include <cctype>
#include <regex>

namespace lsl::rules {

std::size_t count_parameters(const std::string& code, std::size_t open) {
    int depth = 0;
    bool filled = false;  // something stands after the last comma
    std::size_t count = 0;
    for (std::size_t i = open; i < code.size(); ++i) {
        const char c = code[i];
        if (c == '(' || c == '[' || c == '{') {
            ++depth;
            filled = filled || depth > 1;
        } else if (c == ')' || c == ']' || c == '}') {
            if (--depth == 0) break;
        } else if (c == ',' && depth == 1) {
            ++count;
            filled = false;
        } else if (std::isspace(static_cast<unsigned char>(c)) == 0) {
            filled = true;
        }
    }
    return count + (filled ? 1 : 0);
}

bool fits(const Call& a, const Call& b) {
    if (a.rest && b.rest) return true;
    if (a.rest) return b.parameters + 1 >= a.parameters;
    if (b.rest) return a.parameters + 1 >= b.parameters;
    return a.parameters == b.parameters;
}

std::vector<Call> calls_in(const SourceText& source, const std::string& pattern) {
    const std::regex regex(pattern);
    std::vector<Call> calls;
    for (std::sregex_iterator it(source.code.begin(), source.code.end(), regex), end; it != end;
         ++it) {
        const auto offset = static_cast<std::size_t>(it->position());
        const std::size_t open = offset + static_cast<std::size_t>(it->length()) - 1;
        const std::size_t close = source.code.find(')', open);
        const std::size_t dots = source.code.find("...", open);
        calls.push_back({it->str(1), count_parameters(source.code, open), dots < close, source.path,
                         line_of(source, offset)});
    }
    return calls;
}

}  // namespace lsl::rules
