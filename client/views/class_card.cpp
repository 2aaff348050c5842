#include "client/views/class_card.h"

#include "client/views/wording.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace lsl::views {

namespace {

using domain::Stream;
using domain::StreamStatus;

constexpr float inset = ui::space::card_inset;
constexpr float badge_inset = 12, text_inset = 16;
constexpr float under_picture = 12, over_buttons = 12, bottom_padding = 14;

bool is_live(const Stream& stream) { return stream.status == StreamStatus::Live; }

std::string_view picture_of(const Stream& stream) {
    return stream.thumbnail_url ? std::string_view(*stream.thumbnail_url) : std::string_view();
}

/// The badge at the top left: LIVE, the time, or what became of the class.
std::string time_badge(const View& view, const Stream& stream) {
    switch (stream.status) {
        case StreamStatus::Scheduled:
            return view.model.words->time(stream.scheduled_start_time, model::TimeStyle::Day);
        case StreamStatus::Cancelled: return std::string(view.say(msg::card_cancelled));
        case StreamStatus::Ended:
            return std::string(
                view.say(stream.recording_available ? msg::common_replay : msg::card_ended));
        case StreamStatus::Live: break;
    }
    return {};
}

void badges(const View& view, const ui::Rect& picture, const wire::PublicStream& row) {
    const Stream& stream = row.stream;
    const float top = picture.y + badge_inset;
    if (is_live(stream)) {
        ui::live_badge(view.ui, picture.x + badge_inset, top);
    } else {
        ui::picture_badge(view.ui, picture.x + badge_inset, top, time_badge(view, stream));
    }
    const std::string corner =
        is_live(stream) ? watching(view, row.viewers) : length_of(view, stream);
    const float width = ui::picture_badge_width(view.ui, corner);
    ui::picture_badge(view.ui, ui::right(picture) - badge_inset - width,
                      ui::bottom(picture) - badge_inset - ui::badge_height, corner);
}

std::string second_line(const View& view, const wire::PublicStream& row) {
    const Stream& stream = row.stream;
    if (is_live(stream)) return joined({stream.instructor_name, started(view, stream)});
    const bool replay = stream.status == StreamStatus::Ended && stream.recording_available &&
                        stream.recording_expires_at.has_value();
    if (replay) {
        return joined({stream.instructor_name, replay_left(view, *stream.recording_expires_at)});
    }
    return joined({stream.instructor_name, enrolled(view, stream.total_enrollments)});
}

/// What the main button of a card offers now.
enum class Offer { Enroll, Watch, Details };

Offer offer_of(const View& view, const Stream& stream) {
    switch (view.model.verdict(stream)) {
        case domain::Watch::Live:
        case domain::Watch::Replay: return Offer::Watch;
        case domain::Watch::NotEnrolled:
            return domain::may_enroll(stream, view.model.now) ? Offer::Enroll : Offer::Details;
        default: return Offer::Details;
    }
}

bool is_busy(const View& view, StreamId id) {
    if (const auto* open = std::get_if<model::dialog::Enroll>(&view.model.open_dialog)) {
        if (open->id == id && open->sending.busy) return true;
    }
    const auto found = view.model.enrolling.find(id);
    return found != view.model.enrolling.end() && found->second.busy;
}

/// The main button, right-aligned at `right_edge`; returns its left edge.
float offer_button(const View& view, float right_edge, float y, const Stream& stream) {
    const Offer offer = offer_of(view, stream);
    ui::Button spec;
    spec.size = ui::ButtonSize::Small;
    spec.key = "offer";
    std::string name, href;
    const model::Route page = model::watch_page(stream.id);
    switch (offer) {
        case Offer::Enroll:
            spec.label = view.say(msg::common_enroll);
            name = view.say(msg::CardEnrollIn{stream.title});
            spec.busy = is_busy(view, stream.id);
            break;
        case Offer::Watch:
            spec.label = view.say(msg::common_watch);
            name = view.say(msg::CardWatchTitle{stream.title});
            href = model::url_of(page);
            break;
        case Offer::Details:
            spec.label = view.say(msg::common_details);
            spec.kind = ui::ButtonKind::Secondary;
            name = view.say(msg::CardDetailsOf{stream.title});
            href = model::url_of(page);
            break;
    }
    spec.name = name;
    spec.href = href;
    const float width = ui::button_width(view.ui, spec);
    const ui::Rect rect{right_edge - width, y, width, ui::size::button_small};
    if (ui::button(view.ui, rect, spec)) {
        if (offer == Offer::Enroll) {
            view.want(model::intent::AskToEnroll{stream.id});
        } else {
            view.go(page);
        }
    }
    return rect.x;
}

void price_or_place(const View& view, float x, float y, const Stream& stream) {
    ui::Ui& ui = view.ui;
    const float line = y + (ui::size::button_small - ui::line_height(ui::TextRole::BodyStrong)) / 2;
    if (view.model.enrollments.find(stream.id)) {
        ui::checked_text(ui, x, line, view.say(msg::common_enrolled));
    } else if (stream.price_in_tokens == 0) {
        ui::label(ui, {x, y, 80, ui::size::button_small}, view.say(msg::common_free),
                  {.role = ui::TextRole::BodyStrong});
    } else {
        ui::price(ui, x, line, view.number(stream.price_in_tokens),
                  tokens_in_words(view, stream.price_in_tokens));
    }
}

/// Everything of a card but what can be pressed.
void card_face(const View& view, const ui::Rect& rect, const wire::PublicStream& row) {
    ui::Ui& ui = view.ui;
    const Stream& stream = row.stream;
    const ui::Rect picture =
        ui::with_aspect(rect.x + inset, rect.y + inset, rect.width - 2 * inset);
    ui::picture(ui, picture, picture_of(stream), stream.title, ui::radius::picture);
    badges(view, picture, row);

    const float x = rect.x + text_inset, width = rect.width - 2 * text_inset;
    float y = ui::bottom(picture) + under_picture;
    const ui::TextStyle title{.role = ui::TextRole::CardTitle};
    ui::draw_text(ui, x, y, ui::ellipsized(ui, stream.title, title, width), title);
    y += ui::line_height(title.role);
    ui::label(ui, {x, y, width, ui::line_height(ui::TextRole::Small)}, second_line(view, row),
              muted(view, ui::TextRole::Small));
    price_or_place(view, x, ui::bottom(rect) - bottom_padding - ui::size::button_small, stream);
}

}  // namespace

float class_card_height(float width) {
    return inset + (width - 2 * inset) * 9 / 16 + under_picture +
           ui::line_height(ui::TextRole::CardTitle) + ui::line_height(ui::TextRole::Small) +
           over_buttons + ui::size::button_small + bottom_padding;
}

void class_card(const View& view, const ui::Rect& rect, const wire::PublicStream& row) {
    ui::Ui& ui = view.ui;
    const Stream& stream = row.stream;
    ui::IdScope scope(ui, stream.id.to_string());
    ui::NodeScope item(ui, ui::Role::ListItem, stream.title, rect);

    const float lift = ui.kept(ui.id("lift"), 0);
    ui::surface(ui, rect, ui::radius::card, lift);
    const std::string href = model::url_of(model::watch_page(stream.id));
    const ui::AreaLink link = ui::area_link(ui, rect, stream.title, href, ui::radius::card);
    if (link.clicked) view.go(model::watch_page(stream.id));
    ui.kept(ui.id("lift"), 0) =
        ui.motion.toward(ui.id("lift"), link.hovered ? 1.0f : 0.0f, ui::duration::press);

    card_face(view, rect, row);
    const float y = ui::bottom(rect) - bottom_padding - ui::size::button_small;
    const float left = offer_button(view, ui::right(rect) - text_inset, y, stream);
    if (stream.status == StreamStatus::Scheduled) {
        const float side = ui::size::button_small;
        const std::string name = view.say(msg::CardAddToCalendar{stream.title});
        if (ui::icon_button(ui, {left - 8 - side, y, side, side},
                            {.icon = icon::calendar_plus,
                             .name = name,
                             .kind = ui::IconButtonKind::Secondary,
                             .icon_size = 18,
                             .key = "calendar"})) {
            view.want(model::intent::SaveToCalendar{stream.id});
        }
    }
}

void class_preview(const View& view, const ui::Rect& rect, const wire::PublicStream& row) {
    ui::NodeScope group(view.ui, ui::Role::Group, view.say(msg::common_preview), rect);
    ui::surface(view.ui, rect, ui::radius::card);
    card_face(view, rect, row);
}

float class_grid(const View& view, float x, float y, float width,
                 const model::Classes::List& rows) {
    ui::NodeScope list(view.ui, ui::Role::List, "");
    const int columns = view.ui.columns();
    ui::Grid grid(x, y, width, columns, ui::space::grid_gap);
    const float height = class_card_height(grid.cell_width());
    const int count = static_cast<int>(rows.size());
    const auto [first, last] = ui::lines_in_reach(view.ui, y, height + ui::space::grid_gap,
                                                  (count + columns - 1) / columns);
    for (int i = first * columns; i < std::min(last * columns, count); ++i) {
        class_card(view, grid.cell_at(i, height), *rows[static_cast<std::size_t>(i)]);
    }
    return rows.empty() ? 0 : ui::bottom(grid.cell_at(count - 1, height)) - y;
}

float skeleton_grid(const View& view, float x, float y, float width, int count) {
    ui::Ui& ui = view.ui;
    ui::Grid grid(x, y, width, ui.columns(), ui::space::grid_gap);
    const float height = class_card_height(grid.cell_width());
    for (int i = 0; i < count; ++i) {
        const ui::Rect card = grid.cell(height);
        ui::surface(ui, card, ui::radius::card);
        const ui::Rect picture =
            ui::with_aspect(card.x + inset, card.y + inset, card.width - 2 * inset);
        ui::skeleton(ui, picture, ui::radius::picture);
        const float at = card.x + text_inset, room = card.width - 2 * text_inset;
        ui::skeleton(ui, {at, ui::bottom(picture) + 16, room * 0.7f, 16});
        ui::skeleton(ui, {at, ui::bottom(picture) + 40, room * 0.45f, 12});
        const float row = ui::bottom(card) - bottom_padding - ui::size::button_small;
        ui::skeleton(ui, {at, row + 10, 44, 18});
        ui::skeleton(ui, {ui::right(card) - text_inset - 66, row, 66, 38}, ui::radius::control);
    }
    return grid.end() - y;
}

namespace {

std::string enroll_and_watch(const View& view, const Stream& stream) {
    if (stream.price_in_tokens == 0) return std::string(view.say(msg::card_enroll_free_watch));
    return view.say(msg::CardEnrollWatch{view.tokens(stream.price_in_tokens)});
}

/// The hero's accent button and the line beneath it.
void hero_action(const View& view, const ui::Rect& rect, const wire::PublicStream& row) {
    const Stream& stream = row.stream;
    const model::Route page = model::watch_page(stream.id);
    const Offer offer = offer_of(view, stream);
    ui::Button spec;
    std::string label, href;
    if (offer == Offer::Enroll) {
        label = enroll_and_watch(view, stream);
        spec.busy = is_busy(view, stream.id);
    } else {
        label = view.say(offer == Offer::Watch ? msg::card_watch_now : msg::common_details);
        href = model::url_of(page);
    }
    spec.label = label;
    spec.href = href;
    spec.key = "offer";
    if (!ui::button(view.ui, rect, spec)) return;
    if (offer == Offer::Enroll) {
        view.want(model::intent::AskToEnroll{stream.id});
    } else {
        view.go(page);
    }
}

float hero_action_width(const View& view, const Stream& stream) {
    ui::Button spec;
    std::string label(view.say(msg::card_watch_now));
    if (offer_of(view, stream) == Offer::Enroll) {
        label = enroll_and_watch(view, stream);
    }
    spec.label = label;
    return ui::button_width(view.ui, spec);
}

std::string hero_note(const View& view, const Stream& stream) {
    if (view.model.enrollments.find(stream.id)) {
        return std::string(view.say(msg::card_replay_yours));
    }
    return joined({std::string(view.say(msg::card_replay_included)),
                   view.model.signed_in()
                       ? view.say(msg::CardYouHave{view.tokens(view.model.balance())})
                       : ""});
}

float narrow_hero(const View& view, float x, float y, float width, const wire::PublicStream& row) {
    constexpr float around = 12, text = 18;
    ui::Ui& ui = view.ui;
    const Stream& stream = row.stream;
    const ui::Rect picture = ui::with_aspect(x + around, y + around, width - 2 * around);
    const float title_height = ui::line_height(ui::TextRole::Section);
    const float meta_height = ui::line_height(ui::TextRole::Small);
    const float height = around + picture.height + around + title_height + 2 + meta_height + 14 +
                         ui::size::button + around;
    const ui::Rect card{x, y, width, height};
    ui::surface(ui, card, ui::radius::hero);
    const ui::AreaLink link = ui::area_link(
        ui, card, stream.title, model::url_of(model::watch_page(stream.id)), ui::radius::hero);
    if (link.clicked) view.go(model::watch_page(stream.id));
    ui::picture(ui, picture, picture_of(stream), stream.title, ui::radius::picture);
    badges(view, picture, row);
    float at = ui::bottom(picture) + around;
    const ui::TextStyle title{.role = ui::TextRole::Section};
    at += ui::heading(ui, x + text, at, width - 2 * text, stream.title, 2, title, 1) + 2;
    ui::label(ui, {x + text, at, width - 2 * text, meta_height},
              joined({stream.instructor_name, started(view, stream)}),
              muted(view, ui::TextRole::Small));
    at += meta_height + 14;
    hero_action(view, {x + text, at, width - 2 * text, ui::size::button}, row);
    return height;
}

}  // namespace

float hero_card(const View& view, float x, float y, float width, const wire::PublicStream& row) {
    ui::Ui& ui = view.ui;
    const Stream& stream = row.stream;
    ui::IdScope scope(ui, "hero" + stream.id.to_string());
    ui::NodeScope region(ui, ui::Role::Region, view.say(msg::common_live_now));
    if (width < 760) return narrow_hero(view, x, y, width, row);

    constexpr float around = ui::space::hero_inset, gap = 28, pad = 14;
    const float picture_width = std::round(width * 664 / 1152);
    const ui::Rect picture = ui::with_aspect(x + around, y + around, picture_width);
    const ui::Rect card{x, y, width, picture.height + 2 * around};
    ui::surface(ui, card, ui::radius::hero);
    const ui::AreaLink link = ui::area_link(
        ui, card, stream.title, model::url_of(model::watch_page(stream.id)), ui::radius::hero);
    if (link.clicked) view.go(model::watch_page(stream.id));
    ui::picture(ui, picture, picture_of(stream), stream.title, ui::radius::picture);
    badges(view, picture, row);

    const float left = ui::right(picture) + gap;
    const float room = ui::right(card) - around - 16 - left;
    float at = picture.y + pad;
    at += ui::paragraph(ui, left, at, room, view.say(msg::common_live_now),
                        muted(view, ui::TextRole::BodyStrong), 1) +
          12;
    at += ui::heading(ui, left, at, room, stream.title, 2, {.role = ui::TextRole::Display}, 2) + 12;
    at += ui::paragraph(
              ui, left, at, room,
              joined({stream.instructor_name, started(view, stream), length_of(view, stream)}),
              muted(view), 1) +
          12;

    const float note_height = ui::line_height(ui::TextRole::Small);
    const float note_y = ui::bottom(picture) - pad - note_height;
    const float buttons_y = note_y - 11 - ui::size::button;
    const float text_room = buttons_y - 12 - at;
    const int lines = static_cast<int>(text_room / ui::line_height(ui::TextRole::Body));
    if (lines > 0) ui::paragraph(ui, left, at, room, stream.description, {}, lines);

    const float wide = std::min(hero_action_width(view, stream), room);
    hero_action(view, {left, buttons_y, wide, ui::size::button}, row);
    const std::string href = model::url_of(model::watch_page(stream.id));
    const ui::Button details{
        .label = view.say(msg::common_details), .kind = ui::ButtonKind::Outline, .href = href};
    const float details_width = ui::button_width(ui, details);
    if (offer_of(view, stream) == Offer::Enroll && wide + 10 + details_width <= room &&
        ui::button(ui, {left + wide + 10, buttons_y, details_width, ui::size::button}, details)) {
        view.go(model::watch_page(stream.id));
    }
    ui::label(ui, {left, note_y, room, note_height}, hero_note(view, stream),
              muted(view, ui::TextRole::Small));
    return card.height;
}

}  // namespace lsl::views
