#include "client/views/pages.h"

#include "client/views/classes/browse_filters.h"
#include "client/views/classes/class_card.h"
#include "client/views/classes/day_sections.h"
#include "client/views/classes/token_panel.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace lsl::views {

namespace {

constexpr float title_width = 132, title_height = 22;  ///< of a section that is on its way
constexpr int skeleton_rows = 2;
constexpr float panel_share = 0.24f;  ///< of what guests have to know, beside the live class
constexpr float wide_enough_for_both = 1040;

/// A titled grid.
void section(const View& view, ui::Column& column, std::string_view title, std::string_view remark,
             const model::Classes::List& rows) {
    if (rows.empty()) return;
    ui::NodeScope region(view.ui, ui::Role::Region, title);
    section_title(view, column, title, remark);
    class_grid(view, column, rows);
    column.after(ui::space::section);
}

void load_more(const View& view, ui::Column& column, bool more, bool loading) {
    if (more) more_button(view, column, view.say(msg::common_show_more_classes), loading);
}

void skeletons(const View& view, ui::Column& column) {
    ui::Node status;
    status.id = view.ui.claim("loading");
    status.role = ui::Role::Status;
    status.name = view.say(msg::classes_loading);
    status.busy = true;
    status.rect = {column.x(), column.next(), column.width(), title_height};
    view.ui.node(std::move(status));
    ui::skeleton(column, title_width, title_height);
    skeleton_grid(view, column, view.ui.columns() * skeleton_rows);
}

/// What the page shows of the lists: all, or what the address asks for.
model::Classes::Lists shown_lists(const View& view) {
    model::Classes::Lists lists = view.model.classes.lists(view.model.now);
    if (view.model.route.filter.empty()) return lists;
    const std::set<StreamId>& found = view.model.found.ids;
    for (auto* rows : {&lists.live, &lists.upcoming, &lists.replays}) {
        std::erase_if(*rows, [&](const auto* row) { return !found.contains(row->stream.id); });
    }
    return lists;
}

void nothing_found(const View& view, ui::Column& column) {
    const model::Route all = model::page(model::Page::Classes);
    const std::string href = model::url_of(all);
    if (ui::empty_state(column, {.icon = icon::search,
                                 .title = view.say(msg::browse_nothing),
                                 .text = view.say(msg::browse_nothing_text),
                                 .action = view.say(msg::browse_clear),
                                 .href = href})) {
        view.drafts.search = {};
        view.want(model::intent::FilterClasses{});
    }
}

/// The live class, and beside or under it what guests have to know.
void first_part(const View& view, ui::Column& column, const model::Classes::List& live) {
    const bool guest = wants_token_panel(view);
    const bool beside = guest && !live.empty() && column.width() >= wide_enough_for_both;
    if (beside) {
        std::vector<ui::Column> parts =
            column.split({1 - panel_share, panel_share}, ui::space::grid_gap);
        hero_card(view, parts.front(), *live.front());
        token_panel(view, parts.back(), parts.front().bottom() - parts.back().next());
        column.join(parts);
    } else {
        if (!live.empty()) hero_card(view, column, *live.front());
        if (guest && !live.empty()) column.after(ui::space::l);
        if (guest) token_panel(view, column);
    }
    if (guest || !live.empty()) column.after(ui::space::section);
}

void classes(const View& view, ui::Column& column) {
    const model::Classes& all = view.model.classes;
    const model::FoundClasses& found = view.model.found;
    const bool filtered = !view.model.route.filter.empty();
    const auto& [live, upcoming, replays, styles] = shown_lists(view);
    if (live.empty() && upcoming.empty() && replays.empty()) {
        if (filtered) return nothing_found(view, column);
        ui::empty_state(column, {.icon = icon::calendar,
                                 .title = view.say(msg::classes_none),
                                 .text = view.say(msg::classes_none_text)});
        return;
    }
    first_part(view, column, live);
    if (live.size() > 1) {
        section(view, column, view.say(msg::classes_also_live), {}, {live.begin() + 1, live.end()});
    }
    day_sections(view, column, upcoming);
    section(view, column, view.say(msg::common_replays), view.say(msg::classes_replays_remark),
            replays);
    if (filtered) return load_more(view, column, found.next_cursor.has_value(), found.loading_more);
    load_more(view, column, all.next_cursor.has_value(), all.loading_more);
}

/// There are classes to choose among, or something is chosen.
bool has_filters(const View& view) {
    const auto& [live, upcoming, replays, styles] = view.model.classes.lists(view.model.now);
    return !view.model.route.filter.empty() || live.size() + upcoming.size() + replays.size() > 1;
}

}  // namespace

void classes_page(const View& view) {
    ui::Page page(view.ui);
    const bool filtered = !view.model.route.filter.empty();
    const auto& list = filtered ? view.model.found.list : view.model.classes.list;
    if (has_filters(view)) {
        browse_filters(view, page);
    } else {
        unseen_title(view, view.say(msg::bars_classes), page);
    }
    if (list.failed()) {
        failed_list(view, page, view.say(msg::classes_unshown), *list.error);
    } else if (list.waiting()) {
        skeletons(view, page);
    } else {
        classes(view, page);
    }
    page.end();
}

void not_found_page(const View& view) {
    ui::Page page(view.ui);
    unseen_title(view, view.say(msg::not_found_page), page);
    page.after(ui::space::xxl);
    browse_classes(view, page,
                   {.icon = icon::search,
                    .title = view.say(msg::not_found_title),
                    .text = view.say(msg::not_found_text)});
    page.end();
}

}  // namespace lsl::views
