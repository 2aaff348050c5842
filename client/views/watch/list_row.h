#pragma once

#include <string_view>

#include "client/views/view.h"

namespace lsl::views {

/// A line of a list that is pressed as a whole: its name at the start, a figure at the end.
struct ListRow {
    char32_t icon = 0;  ///< before the name, or none
    std::string_view label, figure;
    std::string_view name;  ///< for screen readers, when it says more than the label
    bool here = false;      ///< what plays now
    std::string_view key;
};
bool list_row(const View& view, const ui::Rect& rect, const ListRow& row);

}  // namespace lsl::views
