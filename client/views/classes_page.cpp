#include "client/views/pages.h"

#include "client/model/order.h"
#include "client/views/class_card.h"

#include <algorithm>
#include <string>

namespace lsl::views {

namespace {

constexpr float between_sections = 36;

/// A titled grid; returns the bottom of what was drawn.
float section(const View& view, const ui::Page& page, float y, std::string_view title,
              std::string_view remark, const model::Classes::List& rows) {
    if (rows.empty()) return y;
    ui::NodeScope region(view.ui, ui::Role::Region, title);
    y += section_title(view, page.x, y, page.width, title, remark);
    y += class_grid(view, page.x, y, page.width, rows);
    return y + between_sections;
}

float load_more(const View& view, const ui::Page& page, float y, bool more, bool loading) {
    if (!more) return y;
    return y +
           more_button(view, page.x, y, page.width, view.say(msg::common_show_more_classes),
                       loading) +
           ui::space::xxl;
}

float skeletons(const View& view, const ui::Page& page, float y) {
    ui::Node status;
    status.id = view.ui.claim("loading");
    status.role = ui::Role::Status;
    status.name = view.say(msg::classes_loading);
    status.busy = true;
    status.rect = {page.x, y, page.width, 20};
    view.ui.node(std::move(status));
    ui::skeleton(view.ui, {page.x, y, 132, 22});
    y += 41;
    return y + skeleton_grid(view, page.x, y, page.width, view.ui.columns() * 2);
}

bool no_list_yet(const View& view, const ui::Page& page) {
    const auto& list = view.model.classes.list;
    if (list.failed()) {
        const ui::StateResult state =
            ui::error_state(view.ui, page.x, page.y, page.width, view.say(msg::classes_unshown),
                            view.explain(*list.error));
        if (state.action) view.want(model::intent::Retry{});
        return true;
    }
    return list.waiting();
}

}  // namespace

void classes_page(const View& view) {
    ui::Ui& ui = view.ui;
    ui::Page page(ui);
    unseen_title(view, view.say(msg::bars_classes), page.x, page.y);
    if (no_list_yet(view, page)) {
        if (view.model.classes.list.waiting()) page.end(skeletons(view, page, page.y));
        return;
    }
    const model::Classes& classes = view.model.classes;
    const auto& [live, upcoming, replays] = classes.lists(view.model.now);
    if (live.empty() && upcoming.empty() && replays.empty()) {
        const ui::StateResult state = ui::empty_state(ui, page.x, page.y, page.width,
                                                      {.icon = icon::calendar,
                                                       .title = view.say(msg::classes_none),
                                                       .text = view.say(msg::classes_none_text)});
        page.end(page.y + state.height);
        return;
    }

    float y = page.y;
    if (!live.empty()) {
        y += hero_card(view, page.x, y, page.width, *live.front()) + between_sections;
        y = section(view, page, y, view.say(msg::classes_also_live), {},
                    {live.begin() + 1, live.end()});
    }
    y = section(view, page, y, view.say(msg::common_coming_up), view.say(msg::common_your_zone),
                upcoming);
    y = section(view, page, y, view.say(msg::common_replays), view.say(msg::classes_replays_remark),
                replays);
    y = load_more(view, page, y, classes.next_cursor.has_value(), classes.loading_more);
    page.end(y - between_sections);
}

void my_classes_page(const View& view) {
    ui::Ui& ui = view.ui;
    ui::Page page(ui);
    float y = page.y;
    y += ui::heading(ui, page.x, y, page.width, view.say(msg::bars_my_classes), 1,
                     {.role = ui::TextRole::Display}) +
         ui::space::xl;
    const model::Enrollments& mine = view.model.enrollments;
    if (mine.list.failed()) {
        const ui::StateResult state =
            ui::error_state(ui, page.x, y, page.width, view.say(msg::classes_yours_unshown),
                            view.explain(*mine.list.error));
        if (state.action) view.want(model::intent::Retry{});
        page.end(y + state.height);
        return;
    }
    if (mine.list.waiting()) {
        page.end(y + skeleton_grid(view, page.x, y, page.width, ui.columns()));
        return;
    }

    model::Classes::List live, upcoming, replays, past;
    for (const auto& [id, enrollment] : mine.rows) {
        const wire::PublicStream* row = view.model.classes.find(id);
        if (row == nullptr) continue;
        switch (view.model.verdict(row->stream)) {
            case domain::Watch::Live: live.push_back(row); break;
            case domain::Watch::NotYet: upcoming.push_back(row); break;
            case domain::Watch::Replay:
            case domain::Watch::ReplayPreparing: replays.push_back(row); break;
            default: past.push_back(row); break;
        }
    }
    model::sort_rows(upcoming, model::Order::SoonestFirst, model::start_of_row);
    for (auto* list : {&live, &replays, &past}) {
        model::sort_rows(*list, model::Order::NewestFirst, model::start_of_row);
    }
    if (live.empty() && upcoming.empty() && replays.empty() && past.empty()) {
        const std::string href = model::url_of(model::page(model::Page::Classes));
        const ui::StateResult state =
            ui::empty_state(ui, page.x, y, page.width,
                            {.icon = icon::ticket,
                             .title = view.say(msg::classes_not_in_any),
                             .text = view.say(msg::classes_not_in_any_text),
                             .action = view.say(msg::common_browse_classes),
                             .href = href});
        if (state.action) view.go(model::page(model::Page::Classes));
        page.end(y + state.height);
        return;
    }
    y = section(view, page, y, view.say(msg::common_live_now), {}, live);
    y = section(view, page, y, view.say(msg::common_coming_up), view.say(msg::common_your_zone),
                upcoming);
    y = section(view, page, y, view.say(msg::common_replays), {}, replays);
    y = section(view, page, y, view.say(msg::common_past), {}, past);
    page.end(y - between_sections);
}

void not_found_page(const View& view) {
    ui::Page page(view.ui);
    unseen_title(view, view.say(msg::not_found_page), page.x, page.y);
    const std::string href = model::url_of(model::page(model::Page::Classes));
    const ui::StateResult state = ui::empty_state(view.ui, page.x, page.y + 24, page.width,
                                                  {.icon = icon::search,
                                                   .title = view.say(msg::not_found_title),
                                                   .text = view.say(msg::not_found_text),
                                                   .action = view.say(msg::common_browse_classes),
                                                   .href = href});
    if (state.action) view.go(model::page(model::Page::Classes));
    page.end(page.y + 24 + state.height);
}

}  // namespace lsl::views
