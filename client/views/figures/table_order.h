#pragma once

#include <cstdint>
#include <vector>

#include "client/views/view.h"

namespace lsl::views {

/// By which column the studio's table of figures is sorted. A press on its head turns it around.
struct TableOrder {
    enum class By : std::uint8_t { Begin, Came, Earned };
    By by = By::Begin;
    bool ascending = false;
};

/// The heads of the columns, and what was chosen there. It is kept while the table is drawn.
/// `paid`: something was to be earned.
TableOrder table_heads(const View& view, ui::Column& column, bool paid);

/// `rows` come newest first; those that are alike stay so.
std::vector<const wire::FiguresRow*> in_order(const std::vector<wire::FiguresRow>& rows,
                                              const TableOrder& order);

}  // namespace lsl::views
