#include "client/views/classes/class_row.h"

#include "client/views/classes/class_badges.h"
#include "client/views/wording.h"

#include <algorithm>
#include <string>

namespace lsl::views {

namespace {

constexpr float picture_width = 100;

/// At the end of the first line: what it costs, or that there is a place.
float price_at_end(const View& view, const ui::Rect& line, const domain::Stream& stream) {
    ui::Ui& ui = view.ui;
    const bool placed = view.model.enrollments.find(stream.id) != nullptr;
    const std::string text = placed ? std::string(view.say(msg::common_enrolled))
                                    : price_text(view, stream.price_in_tokens);
    const ui::TextStyle style{.role = ui::TextRole::BodyStrong,
                              .color = placed ? view.theme().success : view.theme().text};
    const float width = ui::text_width(ui, text, style);
    ui::label(ui, {ui::right(line) - width, line.y, width, line.height}, text, style);
    return width;
}

}  // namespace

void class_row(const View& view, const ui::Rect& rect, const wire::PublicStream& row) {
    ui::Ui& ui = view.ui;
    const domain::Stream& stream = row.stream;
    ui::IdScope scope(ui, stream.id.to_string());
    ui::NodeScope item(ui, ui::Role::ListItem, stream.title, rect);
    ui::surface(ui, rect, ui::radius::card);
    const model::Route page = model::watch_page(stream.id);
    const ui::TextStyle title{.role = ui::TextRole::CardTitle};
    const ui::TextStyle quiet = muted(view, ui::TextRole::Small);
    const float lines = 2 * ui::line_height(title.role) + ui::line_height(quiet.role);
    const float title_left = ui::space::card_inset + picture_width + ui::space::m;
    const float title_top = (rect.height - lines) / 2 + ui::line_height(title.role);
    if (ui::area_link(ui, rect, stream.title, model::url_of(page), ui::radius::card,
                      ui::lettering(title, title_left, title_top))
            .clicked) {
        view.go(page);
    }
    ui::Slices parts(ui::inset(rect, ui::space::card_inset), ui::space::m);
    ui::picture(ui, parts.left(picture_width), picture_of(stream), stream.title,
                ui::radius::picture);
    ui::Column text(ui, parts.rest.x, ui::centre_y(rect) - lines / 2, parts.rest.width, 0);
    ui::Slices first = text.row(ui::line_height(title.role));
    const float price = price_at_end(view, first.rest, stream);
    first.right(price);
    const std::string time =
        view.model.words->time(stream.scheduled_start_time, model::TimeStyle::Clock);
    const ui::TextStyle strong{.role = ui::TextRole::BodyStrong, .tabular = true};
    const float width = ui::text_width(ui, time, strong);
    ui::label(ui, first.left(width), time, strong);
    ui::label(ui, first.rest, length_of(view, stream), quiet);
    // The row's link says the title: painted only.
    const ui::Rect line = text.take(ui::line_height(title.role));
    ui::draw_text(ui, line.x, line.y, ui::ellipsized(ui, stream.title, title, line.width), title);
    text.label(joined({stream.instructor_name, level_text(view, stream.level)}), quiet);
}

}  // namespace lsl::views
