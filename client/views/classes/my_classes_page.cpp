#include "client/views/pages.h"

#include "client/model/order.h"
#include "client/views/classes/class_badges.h"
#include "client/views/classes/class_picture.h"
#include "client/views/wording.h"

#include <algorithm>
#include <string>

// The viewer's own places: what comes next, what comes later, and the replays that are theirs.

namespace lsl::views {

namespace {

using List = model::Classes::List;

constexpr float row_height = 76, row_picture = 86;
constexpr float next_picture_share = 0.45f, most_next_picture = 280;
constexpr int rows_waited_for = 3;
constexpr std::chrono::hours last_day{24};

struct Places {
    List live, upcoming, replays, past;
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

/// What stands at the end of a row.
struct End {
    std::string text;
    bool urgent = false;
};

End end_of(const View& view, const wire::PublicStream& row) {
    const domain::Stream& stream = row.stream;
    switch (view.model.verdict(row)) {
        case domain::Watch::Live: return {watching(view, row.viewers), false};
        case domain::Watch::NotYet:
            view.wake_at_minute(stream.scheduled_start_time);
            return {view.model.words->time(stream.scheduled_start_time, model::TimeStyle::Relative),
                    false};
        case domain::Watch::Replay: {
            const domain::Enrollment* place = view.model.enrollments.find(stream.id);
            const auto until = place && place->replay_access_expires_at
                                   ? place->replay_access_expires_at
                                   : row.recording.expires_at;
            if (!until) return {};
            return {joined({continue_text(view, place), replay_left(view, *until)}),
                    *until - view.model.now < last_day};
        }
        case domain::Watch::ReplayPreparing:
            return {std::string(view.say(msg::watch_replay_preparing)), false};
        default: return {};
    }
}

std::string when(const View& view, const domain::Stream& stream) {
    const bool ahead = stream.status == domain::StreamStatus::Scheduled;
    return view.model.words->time(model::start_of(stream),
                                  ahead ? model::TimeStyle::Day : model::TimeStyle::Weekday);
}

/// How much of a replay was seen, along the row's lower edge.
void progress_line(const View& view, const ui::Rect& row, const domain::Stream& stream) {
    constexpr float thickness = 4;
    constexpr double milliseconds_per_second = 1000;
    const domain::Enrollment* place = view.model.enrollments.find(stream.id);
    const std::int64_t length = stream.media_seconds.value_or(0);
    if (continue_text(view, place).empty() || length <= 0) return;
    const double seen = static_cast<double>(*place->replay_position_ms) / milliseconds_per_second /
                        static_cast<double>(length);
    const ui::Rect line{row.x + ui::radius::card, ui::bottom(row) - thickness,
                        row.width - 2 * ui::radius::card, thickness};
    ui::fill(view.ui, line, view.theme().line, thickness / 2);
    ui::fill(view.ui,
             {line.x, line.y, line.width * static_cast<float>(std::min(seen, 1.0)), thickness},
             view.theme().accent, thickness / 2);
}

void place_row(const View& view, const ui::Rect& rect, const wire::PublicStream& row) {
    ui::Ui& ui = view.ui;
    const domain::Stream& stream = row.stream;
    ui::IdScope scope(ui, stream.id.to_string());
    ui::NodeScope item(ui, ui::Role::ListItem, stream.title, rect);
    const model::Route page = model::watch_page(stream.id);
    ui::surface(ui, rect, ui::radius::card);
    if (ui::area_link(ui, rect, stream.title, model::url_of(page), ui::radius::card).clicked) {
        view.go(page);
    }
    ui::Slices parts(ui::inset(rect, ui::space::m), ui::space::m);
    ui::picture(ui, parts.left(row_picture), picture_of(stream), stream.title, ui::radius::inside);
    const ui::TextStyle title{.role = ui::TextRole::CardTitle};
    const ui::TextStyle quiet = muted(view, ui::TextRole::Small);
    const float line = ui::line_height(quiet.role);
    const End end = end_of(view, row);
    const ui::TextStyle at_end{.role = ui::TextRole::Small,
                               .color = end.urgent ? view.theme().warning : view.theme().muted};
    // On phones a long end would leave the title no room: it has a line of its own there.
    const bool own_line = ui.phone();
    const float wide = ui::text_width(ui, end.text, at_end);
    if (!own_line && !end.text.empty()) {
        const ui::Rect place = parts.right(wide);
        ui::label(ui, {place.x, ui::centre_y(rect) - line / 2, wide, line}, end.text, at_end);
    }
    const bool third = own_line && !end.text.empty();
    const float height = ui::line_height(title.role) + line * (third ? 2 : 1);
    ui::Column text(ui, parts.rest.x, ui::centre_y(rect) - height / 2, parts.rest.width, 0);
    // The row's link says the title: painted only.
    const ui::Rect first = text.take(ui::line_height(title.role));
    ui::draw_text(ui, first.x, first.y, ui::ellipsized(ui, stream.title, title, first.width),
                  title);
    text.label(joined({when(view, stream), stream.instructor_name}), quiet);
    if (third) text.label(end.text, at_end);
    progress_line(view, rect, stream);
}

void section(const View& view, ui::Column& column, std::string_view title, const List& rows) {
    if (rows.empty()) return;
    ui::NodeScope region(view.ui, ui::Role::Region, title);
    section_title(view, column, title);
    ui::NodeScope list(view.ui, ui::Role::List, "");
    for (const wire::PublicStream* row : rows) {
        place_row(view, column.take(row_height), *row);
        column.after(ui::space::s);
    }
    column.after(ui::space::section);
}

void next_words(const View& view, const ui::Rect& place, const wire::PublicStream& row) {
    const domain::Stream& stream = row.stream;
    const bool live = stream.status == domain::StreamStatus::Live;
    const bool late = !live && stream.scheduled_start_time <= view.model.now;
    const ui::TextStyle over{.role = ui::TextRole::SmallStrong, .color = view.theme().accent};
    const ui::TextStyle figure{.role = ui::TextRole::Display, .tabular = true};
    const ui::TextStyle quiet = muted(view, ui::TextRole::Small);
    const float height =
        ui::line_height(over.role) + ui::line_height(figure.role) + ui::line_height(quiet.role);
    ui::Column text(view.ui, place.x, ui::centre_y(place) - height / 2, place.width, 0);
    if (live || late) {
        text.label(view.say(live ? msg::common_live_now : msg::watch_about_to_start), over);
        text.label(live ? started(view, stream) : when(view, stream), quiet);
        return;
    }
    text.label(view.say(msg::mine_starts_in), over);
    text.label(countdown(view, stream.scheduled_start_time), figure);
    text.label(when(view, stream), quiet);
}

void next_buttons(const View& view, ui::Column& column, const domain::Stream& stream) {
    const model::Route page = model::watch_page(stream.id);
    const std::string href = model::url_of(page);
    const bool live = stream.status == domain::StreamStatus::Live;
    ui::Slices line = column.row(ui::size::button);
    if (!live) {
        const std::string name = view.say(msg::CardAddToCalendar{stream.title});
        if (ui::icon_button(view.ui, line.right(ui::size::button),
                            {.icon = icon::calendar_plus,
                             .name = name,
                             .kind = ui::IconButtonKind::Secondary,
                             .key = "calendar"})) {
            view.want(model::intent::SaveToCalendar{stream.id});
        }
    }
    if (ui::button(view.ui, line.rest,
                   {.label = view.say(live ? msg::card_watch_now : msg::mine_go_to_class),
                    .href = href,
                    .key = "go"})) {
        view.go(page);
    }
}

/// The class that is on, or the one that comes first.
void next_card(const View& view, ui::Column& column, const wire::PublicStream& row) {
    ui::IdScope scope(view.ui, "next");
    ui::NodeScope region(view.ui, ui::Role::Region, view.say(msg::mine_next));
    column.panel("next", [&](ui::Column& inside) {
        const float wide = std::min(inside.width() * next_picture_share, most_next_picture);
        const ui::Rect face = inside.take(ui::with_aspect(0, 0, wide).height);
        const model::Route page = model::watch_page(row.stream.id);
        if (ui::area_link(view.ui, face, row.stream.title, model::url_of(page), ui::radius::picture)
                .clicked) {
            view.go(page);
        }
        ui::Slices head(face, ui::space::l);
        const ui::Rect picture = head.left(wide);
        class_picture(view, picture, row, ui::radius::picture);
        if (row.stream.status == domain::StreamStatus::Live) {
            ui::live_badge(view.ui, picture.x + ui::space::s, picture.y + ui::space::s);
        }
        next_words(view, head.rest, row);
        inside.heading(row.stream.title, 2, {.role = ui::TextRole::CardTitle}, 2);
        inside.after(ui::space::xxs)
            .label(row.stream.instructor_name, muted(view, ui::TextRole::Small));
        inside.after(ui::space::l);
        next_buttons(view, inside, row.stream);
    });
    column.after(ui::space::section);
}

void my_classes(const View& view, ui::Column& column) {
    const model::Enrollments& mine = view.model.enrollments;
    if (mine.list.failed()) {
        return failed_list(view, column, view.say(msg::classes_yours_unshown), *mine.list.error);
    }
    if (mine.list.waiting()) {
        for (int i = 0; i < rows_waited_for; ++i) {
            ui::skeleton(column, column.width(), row_height, ui::radius::card);
        }
        return;
    }
    Places places = places_of(view);
    if (places.empty()) {
        return browse_classes(view, column,
                              {.icon = icon::ticket,
                               .title = view.say(msg::classes_not_in_any),
                               .text = view.say(msg::classes_not_in_any_text)});
    }
    List& ahead = places.live.empty() ? places.upcoming : places.live;
    const auto next = std::find_if(ahead.begin(), ahead.end(), [&](const auto* row) {
        return !model::is_overdue(row->stream, view.model.now);
    });
    if (next != ahead.end()) {
        next_card(view, column, **next);
        ahead.erase(next);
    }
    section(view, column, view.say(msg::common_live_now), places.live);
    section(view, column, view.say(msg::common_coming_up), places.upcoming);
    section(view, column, view.say(msg::common_replays), places.replays);
    section(view, column, view.say(msg::common_past), places.past);
    if (mine.next_cursor) {
        more_button(view, column, view.say(msg::common_show_more_classes), mine.loading_more);
    }
}

}  // namespace

void my_classes_page(const View& view) {
    ui::Page page(view.ui, ui::size::column_max);
    page.heading(view.say(msg::bars_my_classes), 1, {.role = ui::TextRole::Display});
    page.after(ui::space::xl);
    my_classes(view, page);
    page.end();
}

}  // namespace lsl::views
