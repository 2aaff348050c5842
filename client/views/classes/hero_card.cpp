#include "client/views/classes/class_badges.h"
#include "client/views/classes/class_card.h"
#include "client/views/classes/class_offer.h"
#include "client/views/classes/class_picture.h"
#include "client/views/wording.h"

#include <algorithm>
#include <cmath>
#include <string>

// The first live class, wide: its picture beside the words, on narrow screens above them.

namespace lsl::views {

namespace {

using domain::Stream;

constexpr float picture_share = 664.0f / 1152;  ///< of the page's width
constexpr float beside_picture = 28;

/// Label and address of the main button, which the button only borrows.
struct HeroAction {
    HeroAction(const View& view, const wire::PublicStream& row) : offer(offer_of(view, row)) {
        const Stream& stream = row.stream;
        if (offer == Offer::Enroll) {
            label = enroll_and_watch(view, stream);
        } else {
            label = view.say(offer == Offer::Watch ? msg::card_watch_now : msg::common_details);
            href = model::url_of(model::watch_page(stream.id));
        }
    }
    ui::Button button(const View& view, StreamId id) const {
        return {.label = label,
                .busy = offer == Offer::Enroll && is_enrolling(view, id),
                .href = href,
                .key = "offer"};
    }

    Offer offer;
    std::string label, href;
};

std::string hero_note(const View& view, const Stream& stream) {
    if (view.model.enrollments.find(stream.id)) {
        return std::string(view.say(msg::card_replay_yours));
    }
    return joined({std::string(view.say(msg::card_replay_included)),
                   view.model.signed_in()
                       ? view.say(msg::CardYouHave{view.tokens(view.model.balance())})
                       : ""});
}

/// Surface, link and picture of the card.
void hero_face(const View& view, const ui::Rect& card, const ui::Rect& picture,
               const wire::PublicStream& row) {
    ui::Ui& ui = view.ui;
    const Stream& stream = row.stream;
    ui::surface(ui, card, ui::radius::hero);
    const model::Route page = model::watch_page(stream.id);
    if (ui::area_link(ui, card, stream.title, model::url_of(page), ui::radius::hero).clicked) {
        view.go(page);
    }
    class_picture(view, picture, row, ui::radius::picture);
    class_badges(view, picture, row);
}

void narrow_hero(const View& view, ui::Column& column, const wire::PublicStream& row) {
    constexpr float around = ui::space::m, over_button = ui::space::l;
    ui::Ui& ui = view.ui;
    const Stream& stream = row.stream;
    const ui::TextStyle title{.role = ui::TextRole::Section};
    const ui::TextStyle quiet = muted(view, ui::TextRole::Small);
    ui::Rect picture = ui::with_aspect(0, 0, column.width() - 2 * around);
    const ui::Rect card = column.take(picture.height + ui::line_height(title.role) +
                                      ui::space::xxs + ui::line_height(quiet.role) + over_button +
                                      ui::size::button + 2 * around + ui::space::l);
    picture = ui::moved(picture, card.x + around, card.y + around);
    hero_face(view, card, picture, row);
    ui::Column text(ui, card.x + ui::space::l, ui::bottom(picture) + around,
                    card.width - 2 * ui::space::l, ui::space::xxs);
    text.heading(stream.title, 2, title, 1);
    text.label(joined({stream.instructor_name, started(view, stream)}), quiet);
    const HeroAction action(view, row);
    if (text.after(over_button).button(action.button(view, stream.id))) {
        take_offer(view, action.offer, stream.id);
    }
}

/// The main button, and beside it the way to the page of a class that could be enrolled in.
void hero_buttons(const View& view, const ui::Rect& place, const wire::PublicStream& row) {
    const Stream& stream = row.stream;
    const HeroAction action(view, row);
    const ui::Button main = action.button(view, stream.id);
    ui::Slices line(place, ui::space::m);
    const float wide = std::min(ui::button_width(view.ui, main), place.width);
    if (ui::button(view.ui, line.left(wide), main)) take_offer(view, action.offer, stream.id);
    const model::Route page = model::watch_page(stream.id);
    const std::string href = model::url_of(page);
    const ui::Button details{
        .label = view.say(msg::common_details), .kind = ui::ButtonKind::Outline, .href = href};
    const float needed = ui::button_width(view.ui, details);
    if (action.offer == Offer::Enroll && needed <= line.rest.width &&
        ui::button(view.ui, line.left(needed), details)) {
        view.go(page);
    }
}

void wide_hero(const View& view, ui::Column& column, const wire::PublicStream& row) {
    constexpr float around = ui::space::hero_inset;
    ui::Ui& ui = view.ui;
    const Stream& stream = row.stream;
    ui::Rect picture = ui::with_aspect(0, 0, std::round(column.width() * picture_share));
    const ui::Rect card = column.take(picture.height + 2 * around);
    picture = ui::moved(picture, card.x + around, card.y + around);
    hero_face(view, card, picture, row);

    ui::Slices inside(ui::inset(card, around), beside_picture);
    inside.left(picture.width);
    ui::Slices room(ui::inset(inside.rest, 0, ui::space::m), ui::space::m);
    room.rest.width -= ui::space::l;
    const ui::Rect note = room.bottom(ui::line_height(ui::TextRole::Small));
    const ui::Rect buttons = room.bottom(ui::size::button);

    ui::Column text(ui, room.rest.x, room.rest.y, room.rest.width, ui::space::m);
    text.paragraph(view.say(msg::common_live_now), muted(view, ui::TextRole::BodyStrong), 1);
    text.heading(stream.title, 2, {.role = ui::TextRole::Display}, 2);
    text.paragraph(joined({stream.instructor_name, started(view, stream), length_of(view, stream)}),
                   muted(view), 1);
    text.paragraph(joined({stream.style, level_text(view, stream.level)}), muted(view), 1);
    const float left = ui::bottom(room.rest) - text.next();
    const int lines = static_cast<int>(left / ui::line_height(ui::TextRole::Body));
    if (lines > 1) text.paragraph(stream.description, {}, lines - 1);
    hero_buttons(view, buttons, row);
    ui::label(ui, note, hero_note(view, stream), muted(view, ui::TextRole::Small));
}

}  // namespace

void hero_card(const View& view, ui::Column& column, const wire::PublicStream& row) {
    ui::IdScope scope(view.ui, "hero" + row.stream.id.to_string());
    ui::NodeScope region(view.ui, ui::Role::Region, view.say(msg::common_live_now));
    if (column.width() < ui::from::wide_hero) {
        narrow_hero(view, column, row);
    } else {
        wide_hero(view, column, row);
    }
}

}  // namespace lsl::views
