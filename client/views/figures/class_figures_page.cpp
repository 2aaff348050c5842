#include "client/views/pages.h"

#include "client/views/figures/figure_curves.h"
#include "client/views/figures/figure_lines.h"
#include "client/views/studio/figure_tiles.h"
#include "client/views/wording.h"

#include <array>
#include <string>
#include <vector>

namespace lsl::views {

namespace {

constexpr float curves_waited_for = 420, between_renewals_s = 20;
constexpr std::array<std::string_view, 5> tables = {"attendance", "curve", "retention", "chat",
                                                    "money"};

void figures_head(const View& view, ui::Column& column) {
    ui::Ui& ui = view.ui;
    const model::Route back = model::page(model::Page::StudioClasses);
    const ui::Rect line = column.take(ui::line_height(ui::TextRole::Body));
    const float side = ui::size::icon_small;
    ui::draw_icon(ui, line.x, ui::centre_y(line) - side / 2, icon::chevron_left, side,
                  view.theme().muted);
    if (ui::link(ui, line.x + side + ui::space::xs, line.y, view.say(msg::common_your_classes),
                 model::url_of(back), true)) {
        view.go(back);
    }
    const wire::InstructorStream* row = view.model.studio.find(view.model.route.stream);
    const std::string title = row == nullptr ? std::string(view.say(msg::figures_title))
                                             : view.say(msg::FiguresOfClass{row->stream.title});
    column.after(ui::space::s).heading(title, 1, {.role = ui::TextRole::PageTitle});
    if (row != nullptr) {
        const auto start =
            view.model.words->time(model::start_of(row->stream), model::TimeStyle::DateTime);
        column.after(ui::space::xs)
            .paragraph(joined({start, length_of(view, row->stream)}), muted(view));
    }
    column.after(ui::space::xl);
}

Figure came_again(const View& view, const wire::ClassFigures& figures) {
    const std::string caption(view.say(msg::figures_again));
    if (figures.returning) return {view.number(*figures.returning), caption, Counted::CameAgain};
    const std::string why = joined({caption, std::string(view.say(msg::figures_too_few))});
    return {"\u2013", why, Counted::CameAgain};
}

void class_tiles(const View& view, ui::Column& column, const wire::ClassFigures& figures) {
    const std::string live = time_spent(view, figures.live_seconds);
    figure_tiles(view, column,
                 {{{view.number(figures.peak), view.say(msg::FiguresPeak{peak_time(view, figures)}),
                    Counted::Peak},
                   {time_spent(view, figures.watch_seconds), view.say(msg::FiguresLivePart{live}),
                    Counted::WatchTime},
                   {view.number(figures.attended), view.say(msg::FiguresCame{figures.enrolled}),
                    Counted::Came}}});
    column.after(ui::space::s);
    const std::string earned_caption(view.say(msg::figures_earned));
    const Figure money =
        figures.money ? Figure{view.tokens(figures.money->revenue), earned_caption, Counted::Earned}
                      : Figure{view.number(figures.no_shows),
                               std::string(view.say(msg::figures_not_yet)), Counted::NotYet};
    figure_tiles(view, column,
                 {{came_again(view, figures),
                   {time_spent(view, figures.rehearsed_seconds),
                    std::string(view.say(msg::figures_rehearsed)), Counted::Rehearsed},
                   money}});
    column.after(ui::space::xl);
}

/// "22.4": of few people a tenth is worth telling.
void average_watching(const View& view, ui::Column& column, const wire::ClassFigures& figures) {
    const ui::TextStyle style{.role = ui::TextRole::BodyStrong, .tabular = true};
    const std::string average = view.model.words->number(figures.average, 1);
    ui::Slices line = column.row(ui::line_height(style.role), ui::space::s);
    figure_hint(view, line.right(ui::hint_side), Counted::Average);
    const float wide = ui::text_width(view.ui, average, style) + 1;
    ui::label(view.ui, line.left(wide), average, style);
    ui::label(view.ui, line.rest, view.say(msg::figures_average), muted(view));
    column.after(ui::space::l);
}

void chat_figures(const View& view, ui::Column& column, const wire::ClassFigures& figures) {
    figure_heading(view, column, view.say(msg::figures_chat), Counted::ChatAndEnergy);
    column.after(ui::space::s)
        .paragraph(view.say(msg::FiguresChatText{figures.messages, figures.reactions}),
                   muted(view, ui::TextRole::Small));
}

/// Each table by a press of its own: attendance, the curve, who stayed, chat; and money, for those
/// who are told of it.
void downloads(const View& view, ui::Column& column, const wire::ClassFigures& figures) {
    const std::array<std::string, tables.size()> names = {
        std::string(view.say(msg::figures_who)), std::string(view.say(msg::figures_watching)),
        std::string(view.say(msg::figures_stayed)), std::string(view.say(msg::figures_chat)),
        std::string(view.say(msg::figures_money))};
    const std::size_t count = figures.money ? tables.size() : tables.size() - 1;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string label = joined({std::string(view.say(msg::figures_csv)), names[i]});
        if (column.after(ui::space::s)
                .button({.label = label,
                         .kind = ui::ButtonKind::Outline,
                         .size = ui::ButtonSize::Small,
                         .icon = icon::download,
                         .key = tables[i]})) {
            view.want(model::intent::DownloadFigures{tables[i]});
        }
    }
}

void beside_curves(const View& view, ui::Column& column, const wire::ClassFigures& figures) {
    column.panel("who", [&](ui::Column& inside) { who_came(view, inside, figures); });
    if (figures.money && figures.money->charged > 0) {
        column.panel("money", [&](ui::Column& inside) { earned(view, inside, figures); });
    }
    column.panel("chat", [&](ui::Column& inside) { chat_figures(view, inside, figures); });
    downloads(view, column, figures);
}

void class_figures_body(const View& view, ui::Page& page, const wire::ClassFigures& figures) {
    class_tiles(view, page, figures);
    const auto curves = [&](ui::Column& column) {
        column.panel("curves", [&](ui::Column& inside) {
            if (figures.peak > 0) average_watching(view, inside, figures);
            class_curves(view, inside, figures);
        });
    };
    if (!ui::side_by_side(view.ui, page.width())) {
        curves(page);
        page.after(ui::space::l);
        beside_curves(view, page, figures);
        return;
    }
    const float main = page.width() - ui::size::side_panel - ui::space::l;
    std::vector<ui::Column> parts = page.split({main, ui::size::side_panel}, ui::space::l);
    curves(parts.front());
    beside_curves(view, parts.back(), figures);
    page.join(parts);
}

/// While a class is live its figures grow: they are asked for anew now and then.
void follow_live(const View& view, const wire::ClassFigures& figures) {
    if (!figures.is_live) return;
    ui::Ui& ui = view.ui;
    const auto now = static_cast<float>(ui.now());
    float& asked = ui.kept(ui.id("figures-asked"), now);
    if (now - asked >= between_renewals_s) {
        asked = now;
        view.want(model::intent::RefreshFigures{});
    }
    view.wake_just_after(between_renewals_s - (now - asked));
}

}  // namespace

void class_figures_page(const View& view) {
    ui::Page page(view.ui);
    figures_head(view, page);
    const auto& loaded = view.model.studio.figures;
    if (loaded.failed()) {
        failed_list(view, page, view.say(msg::figures_unshown), *loaded.error);
    } else if (loaded.ready()) {
        follow_live(view, *loaded.value);
        class_figures_body(view, page, *loaded.value);
    } else {
        ui::skeleton(page, page.width(), curves_waited_for, ui::radius::card);
    }
    page.end();
}

}  // namespace lsl::views
