#include "client/views/pages.h"

#include "client/model/order.h"
#include "client/views/classes/days.h"
#include "client/views/studio/jobs_section.h"
#include "client/views/studio/studio_rows.h"
#include "client/views/wording.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <vector>

namespace lsl::views {

namespace {

using domain::StreamStatus;
using Row = wire::InstructorStream;
using Rows = std::vector<const Row*>;

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

void section(const View& view, ui::Column& column, std::string_view title, std::string_view remark,
             const Rows& rows, model::TimeStyle time) {
    if (rows.empty()) return;
    ui::NodeScope region(view.ui, ui::Role::Region, title);
    section_title(view, column, title, remark);
    ui::NodeScope list(view.ui, ui::Role::List, title);
    for (const Row* row : rows) {
        studio_row(view, column.take(studio_row_height(column.width())), *row, time);
        column.after(ui::space::m);
    }
    column.after(ui::space::xxxl);
}

/// What is planned, under its days.
void planned_days(const View& view, ui::Column& column, const Rows& planned) {
    const std::span<const Row* const> all(planned);
    each_day<Row>(view, all, start_of_class, [&](UtcTime day, std::span<const Row* const> rows) {
        const std::string name = view.model.words->time(day, model::TimeStyle::DayName);
        ui::IdScope scope(view.ui, name);
        section(view, column, name, view.model.words->time(day, model::TimeStyle::Weekday),
                {rows.begin(), rows.end()}, model::TimeStyle::Clock);
    });
}

void studio_figures(const View& view, ui::Column& column) {
    const wire::StudioTotals& all = view.model.studio.totals;
    const std::int64_t people = all.enrolled_ahead, replays = all.replays;
    struct Total {
        std::string figure, caption;
    };
    const std::array<Total, 3> tiles = {
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
        .label = view.say(msg::bars_new_class),
        // Where there is a next class its button is the one that is filled.
        .kind = view.model.studio.rows.empty() ? ui::ButtonKind::Accent : ui::ButtonKind::Secondary,
        .icon = icon::plus,
        .href = href,
        .key = "new"};
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
    Sections sections = sections_of(studio);
    Rows& ahead = sections.live.empty() ? sections.planned : sections.live;
    const auto next = std::find_if(ahead.begin(), ahead.end(), [&](const Row* row) {
        return !model::is_overdue(row->stream, view.model.now);
    });
    if (next != ahead.end()) {
        next_class_card(view, column, **next);
        column.after(ui::space::section);
        ahead.erase(next);
    }
    section(view, column, view.say(msg::studio_live), {}, sections.live, model::TimeStyle::Day);
    planned_days(view, column, sections.planned);
    section(view, column, view.say(msg::common_past), {}, sections.past,
            model::TimeStyle::DateTime);
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
            ui::skeleton(page, page.width(), studio_row_height(page.width()), ui::radius::card);
        }
    } else if (studio.rows.empty()) {
        plan_first(view, page);
    } else {
        classes_and_jobs(view, page);
    }
    page.end();
}

}  // namespace lsl::views
