#include "client/views/chat/chat_column.h"

#include "client/views/chat/chat_list.h"
#include "client/views/chat/chat_run.h"
#include "client/views/chat/composer.h"
#include "client/views/chat/pins.h"
#include "client/views/chat/team_tools.h"

#include <algorithm>
#include <string>

namespace lsl::views {

namespace {

constexpr float head_height = 52, head_height_below = 44;
constexpr float most_pins_share = 0.45f;  ///< of the column
constexpr float least_with_pins = 130;    ///< a lower list is for the newest messages alone
constexpr float chat_button_width = 120, line_face = 26;

/// Who is here: the count, and on a press their names. On the stage the band has the count.
void people_part(const View& view, ui::Slices& head, ChatShape shape) {
    ui::Ui& ui = view.ui;
    const std::string count = view.say(msg::ChatHere{view.model.chat.viewers()});
    if (shape == ChatShape::Stage) {
        const ui::Rect place =
            ui::centred(head.left(ui::size::touch), ui::size::touch, ui::size::touch);
        if (ui::icon_button(ui, place, {.icon = icon::users, .name = count, .key = "people"})) {
            view.want(model::intent::AskWhoIsHere{});
        }
        return;
    }
    const ui::Button button{.label = count,
                            .kind = ui::ButtonKind::Ghost,
                            .size = ui::ButtonSize::Small,
                            .icon = icon::users,
                            .key = "people"};
    const float width = std::min(ui::button_width(ui, button), head.rest.width);
    const ui::Rect place = ui::centred(head.left(width), width, ui::size::button_small);
    if (ui::button(ui, place, button)) view.want(model::intent::AskWhoIsHere{});
}

/// Quiet: viewers ask, and write nothing else.
void quiet_switch(const View& view, ui::Slices& head) {
    if (!view.model.chat.at || !moderates(view)) return;
    const std::string_view label = view.say(msg::chat_quiet);
    const ui::TextStyle style{.role = ui::TextRole::SmallStrong};
    const ui::Rect end = head.right(ui::switch_width);
    ui::draw_text(view.ui, head.right(ui::text_width(view.ui, label, style) + 1).x,
                  ui::centre_y(end) - ui::line_height(style.role) / 2, label, style);
    bool quiet = view.model.chat.at->settings.mode != domain::ChatMode::Open;
    if (ui::toggle_switch(view.ui, end.x, ui::centre_y(end) - ui::switch_height / 2, label, quiet,
                          view.model.chat.moderating.busy)) {
        view.want(model::intent::SetChatMode{quiet ? domain::ChatMode::Questions
                                                   : domain::ChatMode::Open});
    }
}

void head_part(const View& view, const ui::Rect& rect, ChatShape shape) {
    ui::Ui& ui = view.ui;
    ui::Slices head(ui::inset(rect, ui::space::l, 0), ui::space::s);
    if (moderates(view)) {
        team_tools(view,
                   ui::centred(head.right(ui::size::touch), ui::size::touch, ui::size::touch));
    }
    if (shape == ChatShape::Stage) quiet_switch(view, head);
    if (shape == ChatShape::Beside &&
        ui::icon_button(ui,
                        ui::centred(head.right(ui::size::touch), ui::size::touch, ui::size::touch),
                        {.icon = icon::x, .name = view.say(msg::chat_hide), .key = "hide"})) {
        view.drafts.chat.hidden = true;
    }
    const std::string_view title = view.say(msg::chat_title);
    const ui::TextStyle style{.role = ui::TextRole::CardTitle};
    const float line = ui::line_height(style.role);
    const ui::Rect place = head.left(ui::text_width(ui, title, style) + 1);
    ui::heading(ui, place.x, ui::centre_y(rect) - line / 2, place.width, title, 2, style, 1);
    people_part(view, head, shape);
    ui::divider(ui, rect.x, ui::bottom(rect), rect.width);
}

/// Over the whole stage of a phone.
void chat_sheet(const View& view, const domain::Stream& stream) {
    ui::Ui& ui = view.ui;
    ui::LayerScope layer(ui, ui::Layer::Bar);
    const ui::Insets& safe = ui.frame().safe_area;
    const float bottom = ui.height() - std::max(ui.frame().keyboard, safe.bottom);
    const ui::Rect screen{0, 0, ui.width(), ui.height()};
    layer.block(screen);
    // What lies beneath is not to be reached, by keyboards and screen readers either.
    const ui::Id id = ui.claim("chat-sheet");
    float& opened = ui.kept(id, 0);
    ui::NodeScope sheet(ui, {.id = id,
                             .role = ui::Role::Dialog,
                             .name = std::string(view.say(msg::chat_title)),
                             .rect = screen});
    if (opened == 0) ui.move_focus(sheet.id());
    opened = 1;
    ui::fill(ui, screen, view.theme().background);
    ui::Slices rest(ui::Rect{0, safe.top, ui.width(), bottom - safe.top});
    ui::Slices top(ui::inset(rest.top(head_height), ui::space::l, 0));
    if (ui::icon_button(ui,
                        ui::centred(top.right(ui::size::touch), ui::size::touch, ui::size::touch),
                        {.icon = icon::x, .name = ui.texts().close, .key = "close-chat"}) ||
        ui.interaction.take_escape()) {
        view.drafts.chat.sheet_open = false;
    }
    chat_column(view, rest.rest, stream, ChatShape::Below);
}

}  // namespace

bool has_chat(const View& view, const domain::Stream& stream) {
    const model::Chat& chat = view.model.chat;
    if (chat.room != stream.id) return false;
    if (stream.status == domain::StreamStatus::Live) return true;
    if (!chat.at) return false;
    domain::ChatSettings doors;
    doors.opens_minutes_before = chat.at->settings.opens_minutes_before;
    doors.closes_minutes_after = chat.at->settings.closes_minutes_after;
    return domain::is_chat_open(stream, doors, view.model.now);
}

void chat_column(const View& view, const ui::Rect& rect, const domain::Stream& stream,
                 ChatShape shape) {
    ui::Ui& ui = view.ui;
    ui::IdScope scope(ui, "chat");
    ui::NodeScope region(ui, ui::Role::Region, view.say(msg::chat_title), rect);
    const bool card = shape != ChatShape::Below;
    ui::fill(ui, rect, view.theme().surface, card ? ui::radius::card : 0);
    if (view.theme().lined()) ui::stroke(ui, rect, view.theme().line, card ? ui::radius::card : 0);
    ui::Slices rest(rect);
    // Over a phone's keyboard every line counts, and the strip says how many are here.
    if (card) {
        head_part(view, rest.top(head_height), shape);
    } else if (ui.frame().keyboard <= 0) {
        head_part(view, rest.top(head_height_below), shape);
    }
    const ui::Rect field = rest.bottom(composer_height(view, stream, rect.width));
    if (rest.rest.height < least_with_pins) {
        chat_list(view, rest.rest);
        return composer(view, field, stream);
    }
    ui::Rect over = rest.rest;
    over.height = std::min(over.height, rect.height * most_pins_share);
    const PinsShape pins_shape = card ? PinsShape::Cards : PinsShape::Folded;
    rest.top(pins(view, over, pins_shape));
    chat_list(view, rest.rest);
    composer(view, field, stream);
}

void chat_line(const View& view, const ui::Rect& rect, const domain::Stream& stream) {
    if (!has_chat(view, stream)) return;
    ui::Ui& ui = view.ui;
    if (view.drafts.chat.sheet_open) chat_sheet(view, stream);
    ui::Slices line(rect, ui::space::s);
    const ui::Button button{.label = view.say(msg::chat_title),
                            .kind = ui::ButtonKind::Secondary,
                            .icon = icon::message_circle,
                            .key = "open-chat"};
    if (ui::button(ui, line.right(chat_button_width), button)) view.drafts.chat.sheet_open = true;
    const wire::MessageRow* newest = newest_message(view);
    if (newest == nullptr) return;
    ChatRun run = chat_run(view, *newest);
    const std::string text = chat_text(view, *newest);
    run.text = text;
    run.tag = {};
    run.most_lines = 1;
    const ui::Rect face = line.left(line_face);
    if (!run.name.empty()) {
        ui::avatar(ui, ui::centre_x(face), ui::centre_y(face), line_face, run.name);
    }
    const float height = ui::line_height(ui::TextRole::Small);
    const ui::Rect words = ui::centred(line.rest, line.rest.width, height);
    draw_chat_run(view, words, run);
    ui.node({.id = ui.claim("newest"),
             .role = ui::Role::Text,
             .name = run.name.empty() ? text : view.say(msg::ChatSpoken{run.name, text}),
             .rect = words});
}

}  // namespace lsl::views
