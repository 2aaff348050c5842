#include "client/views/pages.h"

#include "client/model/order.h"
#include "client/views/classes/class_card.h"

#include <string>

namespace lsl::views {

namespace {

constexpr float title_width = 132, title_height = 22;  ///< of a section that is on its way
constexpr int skeleton_rows = 2;

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

void browse_classes(const View& view, ui::Column& column, const ui::EmptyState& state) {
    const model::Route classes = model::page(model::Page::Classes);
    const std::string href = model::url_of(classes);
    ui::EmptyState linked = state;
    linked.action = view.say(msg::common_browse_classes);
    linked.href = href;
    if (ui::empty_state(column, linked)) view.go(classes);
}

void classes(const View& view, ui::Column& column) {
    const model::Classes& classes = view.model.classes;
    const auto& [live, upcoming, replays] = classes.lists(view.model.now);
    if (live.empty() && upcoming.empty() && replays.empty()) {
        ui::empty_state(column, {.icon = icon::calendar,
                                 .title = view.say(msg::classes_none),
                                 .text = view.say(msg::classes_none_text)});
        return;
    }
    if (!live.empty()) {
        hero_card(view, column, *live.front());
        column.after(ui::space::section);
        section(view, column, view.say(msg::classes_also_live), {}, {live.begin() + 1, live.end()});
    }
    section(view, column, view.say(msg::common_coming_up), view.say(msg::common_your_zone),
            upcoming);
    section(view, column, view.say(msg::common_replays), view.say(msg::classes_replays_remark),
            replays);
    load_more(view, column, classes.next_cursor.has_value(), classes.loading_more);
}

struct Places {
    model::Classes::List live, upcoming, replays, past;
    bool empty() const {
        return live.empty() && upcoming.empty() && replays.empty() && past.empty();
    }
};

Places places_of(const View& view) {
    Places places;
    for (const auto& [id, enrollment] : view.model.enrollments.rows) {
        const wire::PublicStream* row = view.model.classes.find(id);
        if (row == nullptr) continue;
        switch (view.model.verdict(*row)) {
            case domain::Watch::Live: places.live.push_back(row); break;
            case domain::Watch::NotYet: places.upcoming.push_back(row); break;
            case domain::Watch::Replay:
            case domain::Watch::ReplayPreparing: places.replays.push_back(row); break;
            default: places.past.push_back(row); break;
        }
    }
    model::sort_rows(places.upcoming, model::Order::SoonestFirst, model::start_of_row);
    for (auto* list : {&places.live, &places.replays, &places.past}) {
        model::sort_rows(*list, model::Order::NewestFirst, model::start_of_row);
    }
    return places;
}

void my_classes(const View& view, ui::Column& column) {
    const model::Enrollments& mine = view.model.enrollments;
    if (mine.list.failed()) {
        return failed_list(view, column, view.say(msg::classes_yours_unshown), *mine.list.error);
    }
    if (mine.list.waiting()) return skeleton_grid(view, column, view.ui.columns());
    const Places places = places_of(view);
    if (places.empty()) {
        return browse_classes(view, column,
                              {.icon = icon::ticket,
                               .title = view.say(msg::classes_not_in_any),
                               .text = view.say(msg::classes_not_in_any_text)});
    }
    section(view, column, view.say(msg::common_live_now), {}, places.live);
    section(view, column, view.say(msg::common_coming_up), view.say(msg::common_your_zone),
            places.upcoming);
    section(view, column, view.say(msg::common_replays), {}, places.replays);
    section(view, column, view.say(msg::common_past), {}, places.past);
    load_more(view, column, mine.next_cursor.has_value(), mine.loading_more);
}

}  // namespace

void classes_page(const View& view) {
    ui::Page page(view.ui);
    const auto& list = view.model.classes.list;
    unseen_title(view, view.say(msg::bars_classes), page);
    if (list.failed()) {
        failed_list(view, page, view.say(msg::classes_unshown), *list.error);
    } else if (list.waiting()) {
        skeletons(view, page);
    } else {
        classes(view, page);
    }
    page.end();
}

void my_classes_page(const View& view) {
    ui::Page page(view.ui);
    page.heading(view.say(msg::bars_my_classes), 1, {.role = ui::TextRole::Display});
    page.after(ui::space::xl);
    my_classes(view, page);
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
