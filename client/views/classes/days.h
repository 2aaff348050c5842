#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "client/views/view.h"

namespace lsl::views {

/// Calls `visit(start of its first row, rows)` with the rows of each day in the person's zone. The
/// rows come in the order of their times.
template <class Row, class Visit>
void each_day(const View& view, std::span<const Row* const> rows, UtcTime (*time_of)(const Row&),
              const Visit& visit) {
    while (!rows.empty()) {
        const UtcTime start = time_of(*rows.front());
        const UtcTime end = view.model.words->end_of_day(start);
        const auto next = std::find_if(rows.begin(), rows.end(),
                                       [&](const Row* row) { return time_of(*row) >= end; });
        const auto count = static_cast<std::size_t>(next - rows.begin());
        visit(start, rows.first(count));
        rows = rows.subspan(count);
    }
}

/// Something of that height would be near enough to the screen to be drawn.
inline bool in_reach(const View& view, const ui::Column& column, float height) {
    const auto [first, last] = ui::lines_in_reach(view.ui, column.next(), height, 1);
    return first < last;
}

}  // namespace lsl::views
