#include "client/views/pages.h"

#include "client/model/order.h"
#include "client/views/jobs_section.h"
#include "client/views/wording.h"

#include <algorithm>
#include <string>
#include <vector>

namespace lsl::views {

namespace {

using domain::StreamStatus;
using Row = wire::InstructorStream;
using Rows = std::vector<const Row*>;

constexpr float row_gap = 12, around = 12;

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
std::string fate(const View& view, const domain::Stream& stream) {
    if (stream.status == StreamStatus::Cancelled) {
        return std::string(view.say(msg::studio_cancelled));
    }
    if (stream.status != StreamStatus::Ended) return {};
    if (stream.recording_available && stream.recording_expires_at) {
        return replay_left(view, *stream.recording_expires_at);
    }
    if (stream.recording_state == domain::RecordingState::Preparing) {
        return std::string(view.say(msg::studio_preparing));
    }
    if (stream.recording_state == domain::RecordingState::Failed) {
        return std::string(view.say(msg::studio_no_replay));
    }
    return {};
}

std::string figures_of(const View& view, const Row& row) {
    return joined(
        {enrolled(view, row.statistics.enrollments),
         row.statistics.revenue > 0 ? view.tokens(row.statistics.revenue) : "",
         row.stream.status == StreamStatus::Live ? watching(view, row.statistics.viewers) : "",
         fate(view, row.stream)});
}

/// Buttons at the right end, from `right` leftwards; returns the left edge.
float actions(const View& view, float right, float y, const domain::Stream& stream) {
    ui::Ui& ui = view.ui;
    const bool planned = stream.status == StreamStatus::Scheduled;
    const bool live = stream.status == StreamStatus::Live;
    const bool open = planned || live;
    const model::Route console = model::broadcast_page(stream.id);
    const std::string href = model::url_of(open ? console : model::watch_page(stream.id));
    const std::string name = live      ? view.say(msg::StudioConsoleOf{stream.title})
                             : planned ? view.say(msg::StudioBroadcastOf{stream.title})
                                       : view.say(msg::StudioPageOf{stream.title});
    const ui::Button main{.label = view.say(live      ? msg::studio_console
                                            : planned ? msg::studio_broadcast
                                                      : msg::studio_view),
                          .kind = open ? ui::ButtonKind::Accent : ui::ButtonKind::Secondary,
                          .size = ui::ButtonSize::Small,
                          .name = name,
                          .href = href};
    const float width = ui::button_width(ui, main), side = ui::size::button_small;
    float x = right - width;
    if (ui::button(ui, {x, y, width, side}, main)) {
        view.go(open ? console : model::watch_page(stream.id));
    }
    const auto small = [&](char32_t symbol, const std::string& said, std::string_view key) {
        x -= side + 8;
        return ui::icon_button(ui, {x, y, side, side},
                               {.icon = symbol,
                                .name = said,
                                .kind = ui::IconButtonKind::Secondary,
                                .icon_size = 18,
                                .key = key});
    };
    if (open && small(icon::x, view.say(msg::StudioCancel{stream.title}), "cancel")) {
        view.want(model::intent::AskToCancel{stream.id});
    }
    if (stream.status != StreamStatus::Cancelled &&
        small(icon::pencil, view.say(msg::StudioChange{stream.title}), "edit")) {
        view.want(model::intent::EditClass{stream.id});
    }
    return x;
}

float row_height(const View& view) {
    return view.ui.phone() ? around * 2 + 72 + 12 + ui::size::button_small : around * 2 + 72;
}

void class_row(const View& view, const ui::Rect& rect, const Row& row) {
    ui::Ui& ui = view.ui;
    const domain::Stream& stream = row.stream;
    ui::IdScope scope(ui, stream.id.to_string());
    ui::NodeScope item(ui, ui::Role::ListItem, stream.title, rect);
    ui::surface(ui, rect, ui::radius::card);
    const ui::Rect picture{rect.x + around, rect.y + around, 128, 72};
    ui::picture(ui, picture, stream.thumbnail_url.value_or(""), stream.title, 8);
    if (stream.status == StreamStatus::Live) ui::live_badge(ui, picture.x + 6, picture.y + 6);

    const bool phone = ui.phone();
    const float right = ui::right(rect) - around - 4;
    const float button_y =
        phone ? ui::bottom(picture) + 12 : ui::centre_y(rect) - ui::size::button_small / 2;
    const float left = actions(view, right, button_y, stream);
    const float x = ui::right(picture) + 16;
    const float width = (phone ? right : left - 16) - x;
    float y = rect.y + around + 4;
    y += ui::heading(ui, x, y, width, stream.title, 3, {.role = ui::TextRole::CardTitle}, 1);
    const float line = ui::line_height(ui::TextRole::Small);
    ui::label(ui, {x, y + 1, width, line},
              joined({time_of(view, stream), length_of(view, stream),
                      price_text(view, stream.price_in_tokens)}),
              muted(view, ui::TextRole::Small));
    ui::label(ui, {x, y + 1 + line, width, line}, figures_of(view, row),
              muted(view, ui::TextRole::Small));
}

float section(const View& view, const ui::Page& page, float y, std::string_view title,
              const Rows& rows) {
    if (rows.empty()) return y;
    ui::NodeScope region(view.ui, ui::Role::Region, title);
    y += section_title(view, page.x, y, page.width, title);
    ui::NodeScope list(view.ui, ui::Role::List, title);
    const float height = row_height(view);
    for (const Row* row : rows) {
        class_row(view, {page.x, y, page.width, height}, *row);
        y += height + row_gap;
    }
    return y - row_gap + ui::space::xxxl;
}

void figures(const View& view, const ui::Page& page, float& y) {
    std::int64_t people = 0, revenue = 0, replays = 0;
    for (const auto& [id, row] : view.model.studio.rows) {
        const bool ahead =
            row.stream.status == StreamStatus::Scheduled || row.stream.status == StreamStatus::Live;
        if (ahead) people += row.statistics.enrollments;
        if (row.stream.status != StreamStatus::Cancelled) revenue += row.statistics.revenue;
        if (row.stream.recording_available) ++replays;
    }
    const auto tiles = ui::columns({page.x, y, page.width, ui::stat_tile_height}, 3, 10);
    ui::stat_tile(view.ui, tiles[0], view.number(people),
                  view.say(msg::StudioEnrolledAhead{people}));
    ui::stat_tile(view.ui, tiles[1], view.number(revenue) + " \u25C6",
                  view.say(msg::common_revenue));
    ui::stat_tile(view.ui, tiles[2], view.number(replays), view.say(msg::StudioReplays{replays}));
    y += ui::stat_tile_height + ui::space::xxxl;
}

void head(const View& view, const ui::Page& page, float& y) {
    ui::Ui& ui = view.ui;
    const model::Route create = model::page(model::Page::StudioCreate);
    const std::string href = model::url_of(create);
    const ui::Button spec{
        .label = view.say(msg::bars_new_class), .icon = icon::plus, .href = href, .key = "new"};
    const float width = ui::button_width(ui, spec);
    if (ui::button(ui, {page.x + page.width - width, y - 4, width, ui::size::button}, spec)) {
        view.go(create);
    }
    y += ui::heading(ui, page.x, y, page.width - width - 16, view.say(msg::common_your_classes), 1,
                     {.role = ui::TextRole::Display}, 1) +
         ui::space::xxl;
}

}  // namespace

void studio_page(const View& view) {
    ui::Ui& ui = view.ui;
    ui::Page page(ui);
    const model::Studio& studio = view.model.studio;
    float y = page.y;
    head(view, page, y);
    if (studio.list.failed()) {
        const ui::StateResult state =
            ui::error_state(ui, page.x, y, page.width, view.say(msg::classes_yours_unshown),
                            view.explain(*studio.list.error));
        if (state.action) view.want(model::intent::Retry{});
        page.end(y + state.height);
        return;
    }
    if (studio.list.waiting()) {
        for (int i = 0; i < 4; ++i, y += row_height(view) + row_gap) {
            ui::skeleton(ui, {page.x, y, page.width, row_height(view)}, ui::radius::card);
        }
        page.end(y);
        return;
    }
    if (studio.rows.empty()) {
        const std::string href = model::url_of(model::page(model::Page::StudioCreate));
        const ui::StateResult state =
            ui::empty_state(ui, page.x, y, page.width,
                            {.icon = icon::video,
                             .title = view.say(msg::studio_plan_first),
                             .text = view.say(msg::studio_plan_first_text),
                             .action = view.say(msg::studio_create_class),
                             .href = href});
        if (state.action) view.go(model::page(model::Page::StudioCreate));
        page.end(y + state.height);
        return;
    }
    figures(view, page, y);
    const Sections sections = sections_of(studio);
    y = section(view, page, y, view.say(msg::studio_live), sections.live);
    y = section(view, page, y, view.say(msg::studio_planned), sections.planned);
    y = section(view, page, y, view.say(msg::common_past), sections.past);
    if (studio.next_cursor) {
        y += more_button(view, page.x, y, page.width, view.say(msg::common_show_more_classes),
                         studio.loading_more) +
             ui::space::xxxl;
    }
    page.end(jobs_section(view, page.x, y, page.width));
}

}  // namespace lsl::views
