#include "client/views/figures/table_order.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace lsl::views {

namespace {

using By = TableOrder::By;

struct ColumnHead {
    By by;
    msg::Plain text;
    std::string_view key;
};
constexpr std::array<ColumnHead, 3> column_heads = {{{By::Begin, msg::figures_by_date, "begin"},
                                                     {By::Came, msg::figures_came_head, "came"},
                                                     {By::Earned, msg::figures_earned, "earned"}}};

std::int64_t sorted_value(const wire::FiguresRow& row, By by) {
    if (by == By::Came) return row.attended;
    if (by == By::Earned) return row.money.revenue;
    return row.begins.time_since_epoch().count();
}

/// What a screen reader says of a head: what it is sorted by now, or would be.
std::string spoken_head(const View& view, const ColumnHead& head, const TableOrder& order) {
    const std::string_view label = view.say(head.text);
    if (order.by != head.by) return view.say(msg::FiguresSortBy{label});
    if (order.ascending) return view.say(msg::FiguresSortedUp{label});
    return view.say(msg::FiguresSortedDown{label});
}

}  // namespace

TableOrder table_heads(const View& view, ui::Column& column, bool paid) {
    // Twice the column's number, and one more while it ascends.
    float& kept = view.ui.kept(view.ui.id("table-order"), 0);
    const int number = static_cast<int>(std::lround(kept));
    TableOrder order{static_cast<By>(number / 2), number % 2 == 1};
    if (!paid && order.by == By::Earned) order = {};
    ui::NodeScope group(view.ui, ui::Role::Group, view.say(msg::figures_sorted));
    ui::Slices line = column.row(ui::size::button, ui::space::s);
    const std::size_t shown = paid ? column_heads.size() : column_heads.size() - 1;
    const auto count = static_cast<float>(shown);
    const float most = (line.rest.width - ui::space::s * (count - 1)) / count;
    for (std::size_t i = 0; i < shown; ++i) {
        const ColumnHead& head = column_heads[i];
        const bool chosen = order.by == head.by;
        const std::string name = spoken_head(view, head, order);
        const char32_t sign = order.ascending ? icon::chevron_up : icon::chevron_down;
        const ui::ToggleButton button{.label = view.say(head.text),
                                      .icon = chosen ? sign : U'\0',
                                      .on = chosen,
                                      .name = name,
                                      .key = head.key};
        const float width = std::min(ui::toggle_button_width(view.ui, button), most);
        if (!ui::toggle_button(view.ui, line.left(width), button)) continue;
        order = {head.by, chosen && !order.ascending};
        kept = static_cast<float>(2 * static_cast<int>(order.by) + (order.ascending ? 1 : 0));
    }
    return order;
}

std::vector<const wire::FiguresRow*> in_order(const std::vector<wire::FiguresRow>& rows,
                                              const TableOrder& order) {
    std::vector<const wire::FiguresRow*> sorted;
    for (const wire::FiguresRow& row : rows) sorted.push_back(&row);
    std::stable_sort(sorted.begin(), sorted.end(), [&](const auto* a, const auto* b) {
        const std::int64_t left = sorted_value(*a, order.by), right = sorted_value(*b, order.by);
        return order.ascending ? left < right : left > right;
    });
    return sorted;
}

}  // namespace lsl::views
