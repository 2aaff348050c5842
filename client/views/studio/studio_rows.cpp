#include "client/views/studio/studio_rows.h"

#include "client/model/studio/going_live.h"
#include "client/views/wording.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace lsl::views {

namespace {

using domain::StreamStatus;
using Row = wire::InstructorStream;

constexpr float row_inset = ui::space::m;
constexpr float picture_width = 92, picture_height = 52;
constexpr float people_width = 176, money_width = 96;  ///< columns of a wide row
constexpr float buttons_width = 432;
constexpr float gaps_of_a_wide_row = 4;  ///< at both ends and between its three parts
constexpr float least_text = 200;        ///< before the columns of figures go
constexpr float next_picture_width = 320, next_picture_height = 180;
constexpr float badge_inset = 6;  ///< from a small picture's edge to its badge
constexpr int row_level = 3;      ///< of a row's heading, under its section's

/// What became of a class that is over.
std::string fate(const View& view, const Row& row) {
    const domain::Stream& stream = row.stream;
    if (stream.status == StreamStatus::Cancelled) {
        return std::string(view.say(msg::studio_cancelled));
    }
    if (stream.status != StreamStatus::Ended) return {};
    if (stream.refunded_at) return std::string(view.say(msg::studio_tokens_returned));
    if (model::is_refundable(row)) return std::string(view.say(msg::studio_refund_due));
    if (row.recording.available && row.recording.expires_at) {
        return replay_left(view, *row.recording.expires_at);
    }
    if (row.recording.state == domain::RecordingState::Preparing) {
        return std::string(view.say(msg::studio_preparing));
    }
    if (row.recording.state == domain::RecordingState::Failed) {
        return std::string(view.say(msg::studio_no_replay));
    }
    return {};
}

std::string people_of(const View& view, const Row& row) {
    const std::int64_t people = row.statistics.enrollments;
    return people > 0 ? enrolled(view, people) : std::string(view.say(msg::studio_nobody_yet));
}

std::string money_of(const View& view, const Row& row) {
    return row.statistics.revenue > 0 ? view.tokens(row.statistics.revenue) : std::string();
}

/// What changes while it is on, and what became of it afterwards.
std::string news_of(const View& view, const Row& row) {
    if (row.stream.status != StreamStatus::Live) return fate(view, row);
    const std::int64_t viewers = row.statistics.viewers;
    return viewers > 0 ? watching(view, viewers) : std::string();
}

std::string terms_of(const View& view, const domain::Stream& stream, model::TimeStyle time) {
    const std::string when = stream.status == StreamStatus::Live
                                 ? started(view, stream)
                                 : view.model.words->time(model::start_of(stream), time);
    return joined({when, length_of(view, stream), price_text(view, stream.price_in_tokens),
                   stream.instructor_name});
}

/// The main button: where it leads to, and what it is called.
struct Way {
    model::Route to;
    std::string_view label;
    std::string name;
};

Way way_of(const View& view, const Row& row) {
    const domain::Stream& stream = row.stream;
    // A class to be refunded has the button for it on its console.
    if (stream.status == StreamStatus::Live || model::is_refundable(row)) {
        return {model::broadcast_page(stream.id), view.say(msg::studio_console),
                view.say(msg::StudioConsoleOf{stream.title})};
    }
    if (stream.status == StreamStatus::Scheduled) {
        return {model::broadcast_page(stream.id), view.say(msg::studio_broadcast),
                view.say(msg::StudioBroadcastOf{stream.title})};
    }
    return {model::watch_page(stream.id), view.say(msg::studio_view),
            view.say(msg::StudioPageOf{stream.title})};
}

/// One of the buttons of a class; `name` begins with the label.
struct Action {
    std::string_view key;
    std::string_view label;
    std::string name;
    ui::ButtonKind kind = ui::ButtonKind::Outline;
    std::string href;

    ui::Button button(ui::ButtonSize size) const {
        return {.label = label, .kind = kind, .size = size, .name = name, .href = href, .key = key};
    }
};

/// What else can be done, in the order of reading.
std::vector<Action> actions_of(const View& view, const Row& row) {
    const domain::Stream& stream = row.stream;
    std::vector<Action> actions;
    const bool ahead =
        stream.status == StreamStatus::Scheduled || stream.status == StreamStatus::Live;
    if (!ahead && view.model.may(domain::StaffAction::CreateClass)) {
        actions.push_back({"copy",
                           view.say(msg::studio_copy),
                           view.say(msg::StudioCopyOf{stream.title}),
                           ui::ButtonKind::Outline,
                           {}});
    }
    if (stream.status != StreamStatus::Cancelled) {
        actions.push_back({"edit",
                           view.say(msg::studio_change_word),
                           view.say(msg::StudioChange{stream.title}),
                           ui::ButtonKind::Outline,
                           {}});
    }
    if (view.model.may(domain::StaffAction::ReadStaff, stream.id)) {
        actions.push_back({"people", view.say(msg::studio_people_word),
                           view.say(msg::TeamPeopleOf{stream.title}), ui::ButtonKind::Outline,
                           model::url_of(model::people_page(stream.id))});
    }
    if (stream.status == StreamStatus::Ended &&
        view.model.may(domain::StaffAction::ReadFigures, stream.id)) {
        actions.push_back({"figures", view.say(msg::figures_open),
                           view.say(msg::FiguresOfClass{stream.title}), ui::ButtonKind::Outline,
                           model::url_of(model::figures_page(stream.id))});
    }
    if (ahead && view.model.may(domain::StaffAction::GiveBack, stream.id)) {
        actions.push_back({"cancel",
                           view.say(msg::studio_cancel_word),
                           view.say(msg::StudioCancel{stream.title}),
                           ui::ButtonKind::Ghost,
                           {}});
    }
    return actions;
}

void take(const View& view, const Action& action, StreamId id) {
    if (action.key == "copy") return view.want(model::intent::CopyClass{id});
    if (action.key == "edit") return view.want(model::intent::EditClass{id});
    if (action.key == "cancel") return view.want(model::intent::AskToCancel{id});
    if (action.key == "figures") return view.go(model::figures_page(id));
    view.go(model::people_page(id));
}

ui::Button main_button(const Way& way, const std::string& href, ui::ButtonKind kind,
                       ui::ButtonSize size) {
    return {.label = way.label, .kind = kind, .size = size, .name = way.name, .href = href};
}

/// Beside one another at the line's end; the first of them stands first. On phones the whole row
/// does what the main button does.
void row_buttons(const View& view, const ui::Rect& line, const Row& row, bool with_main) {
    constexpr auto size = ui::ButtonSize::Small;
    ui::Ui& ui = view.ui;
    const std::vector<Action> actions = actions_of(view, row);
    const Way way = way_of(view, row);
    const std::string href = model::url_of(way.to);
    const ui::Button main = main_button(way, href, ui::ButtonKind::Secondary, size);
    std::vector<ui::Button> buttons;
    if (with_main) buttons.push_back(main);
    for (const Action& action : actions) buttons.push_back(action.button(size));
    float words = 0;
    for (const ui::Button& button : buttons) words += ui::button_width(ui, button);
    const float gaps = ui::space::s * static_cast<float>(buttons.empty() ? 0 : buttons.size() - 1);
    // Where a language needs more room than there is, each of them gives some.
    const float share = words > 0 ? std::min(1.0F, (line.width - gaps) / words) : 1;
    ui::Slices end(line);
    ui::Slices places(end.right(share * words + gaps), ui::space::s);
    for (std::size_t i = 0; i < buttons.size(); ++i) {
        const ui::Rect place = places.left(share * ui::button_width(ui, buttons[i]));
        if (!ui::button(ui, place, buttons[i])) continue;
        if (with_main && i == 0) {
            view.go(way.to);
        } else {
            take(view, actions[with_main ? i - 1 : i], row.stream.id);
        }
    }
}

void figure_column(const View& view, const ui::Rect& place, std::string_view strong,
                   std::string_view quiet) {
    const ui::TextStyle large{.role = ui::TextRole::BodyStrong, .tabular = true};
    const ui::TextStyle small = muted(view, ui::TextRole::Small);
    const float height =
        ui::line_height(large.role) + (quiet.empty() ? 0 : ui::line_height(small.role));
    ui::Column text(view.ui, place.x, ui::centre_y(place) - height / 2, place.width, 0);
    text.label(strong, large);
    if (!quiet.empty()) text.label(quiet, small);
}

void row_words(const View& view, const ui::Rect& place, const Row& row, model::TimeStyle time,
               bool with_figures) {
    const ui::TextStyle title{.role = ui::TextRole::CardTitle};
    const ui::TextStyle quiet = muted(view, ui::TextRole::Small);
    const int lines = with_figures ? 2 : 1;
    const float height =
        ui::line_height(title.role) + static_cast<float>(lines) * ui::line_height(quiet.role);
    ui::Column text(view.ui, place.x, ui::centre_y(place) - height / 2, place.width, 0);
    text.heading(row.stream.title, row_level, title, 1);
    text.label(terms_of(view, row.stream, time), quiet);
    if (with_figures) {
        text.label(joined({people_of(view, row), money_of(view, row), news_of(view, row)}), quiet);
    }
}

void small_picture(const View& view, const ui::Rect& place, const domain::Stream& stream) {
    ui::picture(view.ui, place, stream.thumbnail_url.value_or(""), stream.title,
                ui::radius::inside);
}

void narrow_row(const View& view, const ui::Rect& rect, const Row& row, model::TimeStyle time) {
    const Way way = way_of(view, row);
    if (ui::area_link(view.ui, rect, way.name, model::url_of(way.to), ui::radius::card).clicked) {
        view.go(way.to);
    }
    ui::Slices inside(ui::inset(rect, row_inset), ui::space::m);
    const ui::Rect line = inside.bottom(ui::size::button_small);
    small_picture(view, inside.left(picture_width), row.stream);
    row_words(view, inside.rest, row, time, /*with_figures=*/true);
    row_buttons(view, line, row, /*with_main=*/false);
}

void wide_row(const View& view, const ui::Rect& rect, const Row& row, model::TimeStyle time) {
    ui::Slices inside(ui::inset(rect, ui::space::l, row_inset), ui::space::l);
    small_picture(view, inside.left(picture_width), row.stream);
    const ui::Rect end = inside.right(buttons_width);
    row_buttons(view, ui::centred(end, end.width, ui::size::button_small), row,
                /*with_main=*/true);
    const bool room = inside.rest.width >= least_text + people_width + money_width;
    if (room) {
        figure_column(view, inside.right(money_width), money_of(view, row), {});
        figure_column(view, inside.right(people_width), people_of(view, row), news_of(view, row));
    }
    row_words(view, inside.rest, row, time, /*with_figures=*/!room);
}

/// "Live now", or how long it is until the class begins.
std::string what_is_next(const View& view, const domain::Stream& stream) {
    if (stream.status == StreamStatus::Live) return std::string(view.say(msg::common_live_now));
    view.wake_at_minute(stream.scheduled_start_time);
    return view.say(msg::StudioNext{
        view.model.words->time(stream.scheduled_start_time, model::TimeStyle::Relative)});
}

void next_words(const View& view, ui::Column& text, const Row& row) {
    const domain::Stream& stream = row.stream;
    text.label(what_is_next(view, stream),
               {.role = ui::TextRole::SmallStrong, .color = view.theme().accent});
    text.heading(stream.title, 2, {.role = ui::TextRole::PageTitle}, 2);
    text.after(ui::space::xs)
        .paragraph(terms_of(view, stream, model::TimeStyle::Day), muted(view), 1);
    text.after(ui::space::xs)
        .paragraph(joined({people_of(view, row), money_of(view, row), news_of(view, row)}),
                   muted(view), 1);
}

void next_buttons(const View& view, ui::Column& column, const Row& row) {
    ui::Ui& ui = view.ui;
    const Way way = way_of(view, row);
    const std::string href = model::url_of(way.to);
    const ui::Button main = main_button(way, href, ui::ButtonKind::Accent, ui::ButtonSize::Normal);
    const std::vector<Action> actions = actions_of(view, row);
    float wide = ui::button_width(ui, main);
    for (const Action& action : actions) {
        wide += ui::space::s + ui::button_width(ui, action.button(ui::ButtonSize::Normal));
    }
    const bool one_line = wide <= column.width();
    ui::Slices line = column.row(ui::size::button);
    const float first = one_line ? ui::button_width(ui, main) : column.width();
    if (ui::button(ui, line.left(first), main)) view.go(way.to);
    if (!one_line) line = column.after(ui::space::s).row(ui::size::button_small);
    const auto size = one_line ? ui::ButtonSize::Normal : ui::ButtonSize::Small;
    for (const Action& action : actions) {
        const ui::Button spec = action.button(size);
        const float needed = std::min(ui::button_width(ui, spec), line.rest.width);
        if (ui::button(ui, line.left(needed), spec)) take(view, action, row.stream.id);
    }
}

/// The buttons have a line of their own.
bool is_narrow(float width) {
    return width < picture_width + least_text + buttons_width + gaps_of_a_wide_row * ui::space::l;
}

}  // namespace

float studio_row_height(float width) {
    const float lines =
        ui::line_height(ui::TextRole::CardTitle) + 2 * ui::line_height(ui::TextRole::Small);
    const float face = std::max(picture_height, lines) + 2 * row_inset;
    return is_narrow(width) ? face + row_inset + ui::size::button_small : face;
}

void studio_row(const View& view, const ui::Rect& rect, const wire::InstructorStream& row,
                model::TimeStyle time) {
    ui::IdScope scope(view.ui, row.stream.id.to_string());
    ui::NodeScope item(view.ui, ui::Role::ListItem, row.stream.title, rect);
    ui::surface(view.ui, rect, ui::radius::card);
    if (is_narrow(rect.width)) {
        narrow_row(view, rect, row, time);
    } else {
        wide_row(view, rect, row, time);
    }
}

void next_class_card(const View& view, ui::Column& column, const wire::InstructorStream& row) {
    ui::IdScope scope(view.ui, "next");
    ui::NodeScope region(view.ui, ui::Role::Region, view.say(msg::studio_next_class));
    const domain::Stream& stream = row.stream;
    const bool wide = column.width() >= ui::from::wide_hero;
    column.panel("next", [&](ui::Column& inside) {
        const float share = next_picture_width / inside.width();
        std::vector<ui::Column> parts =
            wide ? inside.split({share, 1 - share}, ui::space::xxl) : inside.split({1});
        const float high =
            wide ? next_picture_height : ui::with_aspect(0, 0, parts.front().width()).height;
        const ui::Rect picture = parts.front().take(high);
        ui::picture(view.ui, picture, stream.thumbnail_url.value_or(""), stream.title,
                    ui::radius::picture);
        if (stream.status == StreamStatus::Live) {
            ui::live_badge(view.ui, picture.x + badge_inset, picture.y + badge_inset);
        }
        if (!wide) parts.front().after(ui::space::l);
        next_words(view, parts.back(), row);
        parts.back().after(ui::space::l);
        next_buttons(view, parts.back(), row);
        inside.join(parts);
    });
}

}  // namespace lsl::views
