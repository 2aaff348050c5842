#include "client/views/pages.h"

#include "client/model/going_live.h"
#include "client/model/order.h"
#include "client/views/studio/figure_tiles.h"
#include "client/views/studio/jobs_section.h"
#include "client/views/wording.h"

#include <array>
#include <string>
#include <vector>

namespace lsl::views {

namespace {

using domain::StreamStatus;
using Row = wire::InstructorStream;
using Rows = std::vector<const Row*>;

constexpr float row_inset = ui::space::m;
constexpr float picture_width = 128, picture_height = 72;
constexpr float badge_inset = 6;  ///< from a small picture's edge to its badge
constexpr int row_level = 3;      ///< of a row's heading, under its section's
constexpr int studio_rows_waited_for = 4;

struct Sections {
    Rows live, planned, past;
};

UtcTime start_of_class(const Row& row) { return model::start_of(row.stream); }

Sections sections_of(const model::Studio& studio) {
    Sections out;
    for (const auto& [id, row] : studio.rows) {
        switch (row.stream.status) {
            case StreamStatus::Live: out.live.push_back(&row); break;
            case StreamStatus::Scheduled: out.planned.push_back(&row); break;
            case StreamStatus::Ended:
            case StreamStatus::Cancelled: out.past.push_back(&row); break;
        }
    }
    model::sort_rows(out.planned, model::Order::SoonestFirst, start_of_class);
    model::sort_rows(out.live, model::Order::NewestFirst, start_of_class);
    model::sort_rows(out.past, model::Order::NewestFirst, start_of_class);
    return out;
}

std::string time_of(const View& view, const domain::Stream& stream) {
    if (stream.status == StreamStatus::Live) return started(view, stream);
    const auto style = stream.status == StreamStatus::Scheduled ? model::TimeStyle::Day
                                                                : model::TimeStyle::DateTime;
    return view.model.words->time(model::start_of(stream), style);
}

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

std::string figures_of(const View& view, const Row& row) {
    return joined(
        {enrolled(view, row.statistics.enrollments),
         row.statistics.revenue > 0 ? view.tokens(row.statistics.revenue) : "",
         row.stream.status == StreamStatus::Live ? watching(view, row.statistics.viewers) : "",
         fate(view, row)});
}

/// The main button of a row: where it leads to, and what it is called.
struct Way {
    model::Route to;
    std::string_view label;
    std::string name;
    bool accent = false;
};

Way way_of(const View& view, const Row& row) {
    const domain::Stream& stream = row.stream;
    // A class to be refunded has the button for it on its console.
    if (stream.status == StreamStatus::Live || model::is_refundable(row)) {
        return {model::broadcast_page(stream.id), view.say(msg::studio_console),
                view.say(msg::StudioConsoleOf{stream.title}), true};
    }
    if (stream.status == StreamStatus::Scheduled) {
        return {model::broadcast_page(stream.id), view.say(msg::studio_broadcast),
                view.say(msg::StudioBroadcastOf{stream.title}), true};
    }
    return {model::watch_page(stream.id), view.say(msg::studio_view),
            view.say(msg::StudioPageOf{stream.title}), false};
}

void people_button(const View& view, ui::Slices& line, const domain::Stream& stream) {
    if (!view.model.may(domain::StaffAction::ReadStaff, stream.id)) return;
    const model::Route people = model::people_page(stream.id);
    const std::string name = view.say(msg::TeamPeopleOf{stream.title}),
                      href = model::url_of(people);
    if (ui::icon_button(view.ui, line.right(ui::size::button_small),
                        {.icon = icon::users,
                         .name = name,
                         .kind = ui::IconButtonKind::Secondary,
                         .icon_size = ui::size::icon_inside,
                         .href = href,
                         .key = "people"})) {
        view.go(people);
    }
}

/// Buttons at the end of `line`, which keeps what is left.
void actions(const View& view, ui::Slices& line, const Row& row) {
    ui::Ui& ui = view.ui;
    const domain::Stream& stream = row.stream;
    const Way way = way_of(view, row);
    const std::string href = model::url_of(way.to);
    const ui::Button main{.label = way.label,
                          .kind = way.accent ? ui::ButtonKind::Accent : ui::ButtonKind::Secondary,
                          .size = ui::ButtonSize::Small,
                          .name = way.name,
                          .href = href};
    if (ui::button(ui, line.right(ui::button_width(ui, main)), main)) view.go(way.to);
    const auto small = [&](char32_t symbol, const std::string& said, std::string_view key) {
        return ui::icon_button(ui, line.right(ui::size::button_small),
                               {.icon = symbol,
                                .name = said,
                                .kind = ui::IconButtonKind::Secondary,
                                .icon_size = ui::size::icon_inside,
                                .key = key});
    };
    const bool planned = stream.status == StreamStatus::Scheduled;
    const bool live = stream.status == StreamStatus::Live;
    const bool may_cancel = view.model.may(domain::StaffAction::GiveBack, stream.id);
    if ((planned || live) && may_cancel &&
        small(icon::x, view.say(msg::StudioCancel{stream.title}), "cancel")) {
        view.want(model::intent::AskToCancel{stream.id});
    }
    if (stream.status != StreamStatus::Cancelled &&
        small(icon::pencil, view.say(msg::StudioChange{stream.title}), "edit")) {
        view.want(model::intent::EditClass{stream.id});
    }
    people_button(view, line, stream);
}

float row_height(const View& view) {
    const float beside = picture_height + 2 * row_inset;
    return view.ui.phone() ? beside + row_inset + ui::size::button_small : beside;
}

void class_row(const View& view, const ui::Rect& rect, const Row& row) {
    ui::Ui& ui = view.ui;
    const domain::Stream& stream = row.stream;
    ui::IdScope scope(ui, stream.id.to_string());
    ui::NodeScope item(ui, ui::Role::ListItem, stream.title, rect);
    ui::surface(ui, rect, ui::radius::card);
    ui::Slices inside(ui::inset(rect, row_inset), ui::space::l);
    // On phones the buttons have a line of their own, under picture and words.
    ui::Slices line = inside;
    if (ui.phone()) {
        inside.rest.height = picture_height;
        line = ui::Slices({line.rest.x, ui::bottom(rect) - row_inset - ui::size::button_small,
                           line.rest.width, ui::size::button_small},
                          ui::space::s);
    } else {
        line = ui::Slices(ui::centred(line.rest, line.rest.width, ui::size::button_small),
                          ui::space::s);
    }
    const ui::Rect picture = inside.left(picture_width);
    ui::picture(ui, picture, stream.thumbnail_url.value_or(""), stream.title, ui::radius::inside);
    if (stream.status == StreamStatus::Live) {
        ui::live_badge(ui, picture.x + badge_inset, picture.y + badge_inset);
    }
    actions(view, line, row);
    const float end = ui.phone() ? ui::right(inside.rest) : ui::right(line.rest) - ui::space::s;
    ui::Column text(ui, inside.rest.x, inside.rest.y + ui::space::xs, end - inside.rest.x, 0);
    text.heading(stream.title, row_level, {.role = ui::TextRole::CardTitle}, 1);
    text.label(joined({time_of(view, stream), length_of(view, stream),
                       price_text(view, stream.price_in_tokens)}),
               muted(view, ui::TextRole::Small));
    text.label(figures_of(view, row), muted(view, ui::TextRole::Small));
}

void section(const View& view, ui::Column& column, std::string_view title, const Rows& rows) {
    if (rows.empty()) return;
    ui::NodeScope region(view.ui, ui::Role::Region, title);
    section_title(view, column, title);
    ui::NodeScope list(view.ui, ui::Role::List, title);
    for (const Row* row : rows) {
        class_row(view, column.take(row_height(view)), *row);
        column.after(ui::space::m);
    }
    column.after(ui::space::xxxl);
}

void studio_figures(const View& view, ui::Column& column) {
    const wire::StudioTotals& all = view.model.studio.totals;
    const std::int64_t people = all.enrolled_ahead, replays = all.replays;
    const std::array<Figure, 3> tiles = {
        {{view.number(people), view.say(msg::StudioEnrolledAhead{people})},
         {view.number(all.revenue) + " \u25C6", std::string(view.say(msg::common_revenue))},
         {view.number(replays), view.say(msg::StudioReplays{replays})}}};
    const auto places = ui::columns(column.take(ui::stat_tile_height),
                                    static_cast<int>(tiles.size()), ui::space::s);
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        ui::stat_tile(view.ui, places[i], tiles[i].figure, tiles[i].caption);
    }
    column.after(ui::space::m);
    if (view.model.may(domain::StaffAction::GrantTokens) &&
        column.button({.label = view.say(msg::grant_title),
                       .kind = ui::ButtonKind::Outline,
                       .size = ui::ButtonSize::Small},
                      ui::Fit::Content)) {
        view.want(model::intent::AskToGiveTokens{});
    }
    column.after(ui::space::xxxl);
}

void head(const View& view, ui::Column& column) {
    ui::Ui& ui = view.ui;
    const model::Route create = model::page(model::Page::StudioCreate);
    const std::string href = model::url_of(create);
    const ui::Button spec{
        .label = view.say(msg::bars_new_class), .icon = icon::plus, .href = href, .key = "new"};
    const ui::TextStyle title{.role = ui::TextRole::Display};
    const float height = ui::line_height(title.role);
    ui::Slices line = column.row(height, ui::space::l);
    if (view.model.may(domain::StaffAction::CreateClass)) {
        const float wide = ui::button_width(ui, spec);
        const ui::Rect end = line.right(wide);
        if (ui::button(ui, ui::centred(end, wide, ui::size::button), spec)) view.go(create);
    }
    ui::heading(ui, line.rest.x, line.rest.y, line.rest.width, view.say(msg::common_your_classes),
                1, title, 1);
    column.after(ui::space::xxl);
}

void plan_first(const View& view, ui::Column& column) {
    const model::Route create = model::page(model::Page::StudioCreate);
    const std::string href = model::url_of(create);
    if (ui::empty_state(column, {.icon = icon::video,
                                 .title = view.say(msg::studio_plan_first),
                                 .text = view.say(msg::studio_plan_first_text),
                                 .action = view.say(msg::studio_create_class),
                                 .href = href})) {
        view.go(create);
    }
}

void classes_and_jobs(const View& view, ui::Column& column) {
    const model::Studio& studio = view.model.studio;
    if (view.model.may(domain::StaffAction::RunStudio)) studio_figures(view, column);
    const Sections sections = sections_of(studio);
    section(view, column, view.say(msg::studio_live), sections.live);
    section(view, column, view.say(msg::studio_planned), sections.planned);
    section(view, column, view.say(msg::common_past), sections.past);
    if (studio.next_cursor) {
        more_button(view, column, view.say(msg::common_show_more_classes), studio.loading_more);
        column.after(ui::space::xxxl);
    }
    jobs_section(view, column);
}

}  // namespace

void studio_page(const View& view) {
    ui::Page page(view.ui);
    const model::Studio& studio = view.model.studio;
    head(view, page);
    if (studio.list.failed()) {
        failed_list(view, page, view.say(msg::classes_yours_unshown), *studio.list.error);
    } else if (studio.list.waiting()) {
        for (int i = 0; i < studio_rows_waited_for; ++i) {
            ui::skeleton(page, page.width(), row_height(view), ui::radius::card);
        }
    } else if (studio.rows.empty()) {
        plan_first(view, page);
    } else {
        classes_and_jobs(view, page);
    }
    page.end();
}

}  // namespace lsl::views
