#include "client/views/classes/class_card.h"

#include "client/views/classes/class_badges.h"
#include "client/views/classes/class_offer.h"
#include "client/views/classes/class_picture.h"
#include "client/views/wording.h"

#include <algorithm>
#include <string>

namespace lsl::views {

namespace {

using domain::Stream;
using domain::StreamStatus;

constexpr float picture_inset = ui::space::card_inset, text_inset = ui::space::l;
constexpr float under_picture = ui::space::m, over_buttons = ui::space::m;
constexpr float bottom_padding = ui::space::l;
constexpr float returned_width = 150, free_width = 80;  ///< what stands in place of a price
constexpr float wide_aspect = 16, high_aspect = 9;
constexpr ui::TextStyle title_style{.role = ui::TextRole::CardTitle};

std::string second_line(const View& view, const wire::PublicStream& row) {
    const Stream& stream = row.stream;
    if (stream.status == StreamStatus::Live) {
        return joined({stream.instructor_name, started(view, stream)});
    }
    const domain::Recording& recording = row.recording;
    if (model::has_replay(stream, recording, view.model.now) && recording.expires_at) {
        const std::string left = continue_text(view, view.model.enrollments.find(stream.id));
        return joined({left.empty() ? stream.instructor_name : left,
                       replay_left(view, *recording.expires_at)});
    }
    if (stream.status == StreamStatus::Scheduled) {
        return joined(
            {stream.instructor_name, length_of(view, stream), level_text(view, stream.level)});
    }
    const std::int64_t people = stream.total_enrollments;
    return joined({stream.instructor_name, people > 0 ? enrolled(view, people) : ""});
}

/// The main button, at the end of the row.
void offer_button(const View& view, ui::Slices& line, const wire::PublicStream& row) {
    const Stream& stream = row.stream;
    const Offer offer = offer_of(view, row);
    ui::Button spec;
    // Filled is the button of the live class alone.
    spec.kind = ui::ButtonKind::Secondary;
    spec.size = ui::ButtonSize::Small;
    spec.key = "offer";
    std::string name, href;
    const model::Route page = model::watch_page(stream.id);
    switch (offer) {
        case Offer::Enroll:
            spec.label = view.say(msg::common_enroll);
            name = view.say(msg::CardEnrollIn{stream.title});
            spec.busy = is_enrolling(view, stream.id);
            break;
        case Offer::Watch:
            spec.label = view.say(msg::common_watch);
            name = view.say(msg::CardWatchTitle{stream.title});
            href = model::url_of(page);
            break;
        case Offer::Details:
            spec.label = view.say(msg::common_details);
            name = view.say(msg::CardDetailsOf{stream.title});
            href = model::url_of(page);
            break;
    }
    spec.name = name;
    spec.href = href;
    if (ui::button(view.ui, line.right(ui::button_width(view.ui, spec)), spec)) {
        take_offer(view, offer, stream.id);
    }
}

void price_or_place(const View& view, const ui::Rect& row, const Stream& stream) {
    ui::Ui& ui = view.ui;
    const float line = ui::centre_y(row) - ui::line_height(ui::TextRole::BodyStrong) / 2;
    const domain::Enrollment* place = view.model.enrollments.find(stream.id);
    if (place && place->refunded_at && place->tokens_paid > 0) {
        ui::label(ui, {row.x, row.y, returned_width, row.height},
                  view.say(msg::card_tokens_returned), muted(view));
    } else if (place) {
        ui::checked_text(ui, row.x, line, view.say(msg::common_enrolled));
    } else if (stream.price_in_tokens == 0) {
        ui::label(ui, {row.x, row.y, free_width, row.height}, view.say(msg::common_free),
                  {.role = ui::TextRole::BodyStrong});
    } else {
        ui::price(ui, row.x, line, view.number(stream.price_in_tokens),
                  tokens_in_words(view, stream.price_in_tokens));
    }
}

/// The line at the bottom of a card with its price and buttons.
ui::Rect last_row(const ui::Rect& card) {
    return {card.x + text_inset, ui::bottom(card) - bottom_padding - ui::size::button_small,
            card.width - 2 * text_inset, ui::size::button_small};
}

/// Everything of a card but what can be pressed.
void card_face(const View& view, const ui::Rect& rect, const wire::PublicStream& row,
               TimeBadge badge) {
    ui::Ui& ui = view.ui;
    const Stream& stream = row.stream;
    const ui::Rect picture = card_picture(rect);
    class_picture(view, picture, row, ui::radius::picture);
    class_badges(view, picture, row, badge);
    ui::Column text(ui, rect.x + text_inset, ui::bottom(picture) + under_picture,
                    rect.width - 2 * text_inset, 0);
    // The card's link says the title: painted only.
    const ui::Rect line = text.take(ui::line_height(title_style.role));
    ui::draw_text(ui, line.x, line.y, ui::ellipsized(ui, stream.title, title_style, line.width),
                  title_style);
    text.label(second_line(view, row), muted(view, ui::TextRole::Small));
    price_or_place(view, last_row(rect), stream);
}

}  // namespace

float card_picture_height(float card_width) {
    return picture_inset + (card_width - 2 * picture_inset) * high_aspect / wide_aspect;
}

ui::Rect card_picture(const ui::Rect& card) {
    return ui::with_aspect(card.x + picture_inset, card.y + picture_inset,
                           card.width - 2 * picture_inset);
}

float class_card_height(float width) {
    return card_picture_height(width) + under_picture + ui::line_height(ui::TextRole::CardTitle) +
           ui::line_height(ui::TextRole::Small) + over_buttons + ui::size::button_small +
           bottom_padding;
}

void class_card(const View& view, const ui::Rect& rect, const wire::PublicStream& row,
                TimeBadge badge) {
    ui::Ui& ui = view.ui;
    const Stream& stream = row.stream;
    ui::IdScope scope(ui, stream.id.to_string());
    ui::NodeScope item(ui, ui::Role::ListItem, stream.title, rect);

    const float lift = ui.kept(ui.id("lift"), 0);
    ui::surface(ui, rect, ui::radius::card, lift);
    const std::string href = model::url_of(model::watch_page(stream.id));
    const float title_top = card_picture_height(rect.width) + under_picture;
    const ui::AreaLink link = ui::area_link(ui, rect, stream.title, href, ui::radius::card,
                                            ui::lettering(title_style, text_inset, title_top));
    if (link.clicked) view.go(model::watch_page(stream.id));
    ui.kept(ui.id("lift"), 0) =
        ui.motion.toward(ui.id("lift"), link.hovered ? 1.0f : 0.0f, ui::duration::press);

    card_face(view, rect, row, badge);
    ui::Slices buttons(last_row(rect), ui::space::s);
    offer_button(view, buttons, row);
    if (stream.status != StreamStatus::Scheduled) return;
    const std::string name = view.say(msg::CardAddToCalendar{stream.title});
    if (ui::icon_button(ui, buttons.right(ui::size::button_small),
                        {.icon = icon::calendar_plus,
                         .name = name,
                         .kind = ui::IconButtonKind::Secondary,
                         .icon_size = ui::size::icon_inside,
                         .key = "calendar"})) {
        view.want(model::intent::SaveToCalendar{stream.id});
    }
}

void class_preview(const View& view, const ui::Rect& rect, const wire::PublicStream& row) {
    ui::NodeScope group(view.ui, ui::Role::Group, view.say(msg::common_preview), rect);
    ui::surface(view.ui, rect, ui::radius::card);
    card_face(view, rect, row, TimeBadge::Day);
}

void class_grid(const View& view, ui::Column& column, const model::Classes::List& rows,
                TimeBadge badge, int columns) {
    if (rows.empty()) return;
    ui::NodeScope list(view.ui, ui::Role::List, "");
    if (columns == 0) columns = view.ui.columns();
    ui::Grid grid(column.x(), column.next(), column.width(), columns, ui::space::grid_gap);
    const float height = class_card_height(grid.cell_width());
    const int count = static_cast<int>(rows.size());
    const auto [first, last] = ui::lines_in_reach(
        view.ui, column.next(), height + ui::space::grid_gap, (count + columns - 1) / columns);
    for (int i = first * columns; i < std::min(last * columns, count); ++i) {
        class_card(view, grid.cell_at(i, height), *rows[static_cast<std::size_t>(i)], badge);
    }
    column.until(ui::bottom(grid.cell_at(count - 1, height)));
}

void skeleton_grid(const View& view, ui::Column& column, int count) {
    constexpr float title_share = 0.7f, line_share = 0.45f, price_width = 44, button_width = 66;
    ui::Ui& ui = view.ui;
    ui::Grid grid(column.x(), column.next(), column.width(), ui.columns(), ui::space::grid_gap);
    const float height = class_card_height(grid.cell_width());
    for (int i = 0; i < count; ++i) {
        const ui::Rect card = grid.cell(height);
        ui::surface(ui, card, ui::radius::card);
        const ui::Rect picture = card_picture(card);
        ui::skeleton(ui, picture, ui::radius::picture);
        const float room = card.width - 2 * text_inset;
        ui::Column text(ui, card.x + text_inset, ui::bottom(picture) + ui::space::l, room,
                        ui::space::s);
        ui::skeleton(text, room * title_share, ui::space::l);
        ui::skeleton(text, room * line_share, ui::space::m);
        ui::Slices row(last_row(card));
        ui::skeleton(ui, ui::inset(row.left(price_width), 0, ui::space::m));
        ui::skeleton(ui, row.right(button_width), ui::radius::control);
    }
    column.until(grid.end());
}

}  // namespace lsl::views
