#pragma once

#include <string>

namespace lsl::model {

/// What the list of classes leaves out; stands in the address of its page.
struct ClassFilter {
    std::string search;  ///< words
    std::string style;
    std::string level;  ///< a word of domain::Level
    bool empty() const { return search.empty() && style.empty() && level.empty(); }
    bool operator==(const ClassFilter&) const = default;
};

}  // namespace lsl::model
