#include "client/views/chat/reply.h"

#include "client/views/chat/chat_run.h"

#include <string>

namespace lsl::views {

namespace {

constexpr ui::TextRole quote_role = ui::TextRole::Caption;

}  // namespace

std::string answered_text(const View& view, MessageId id) {
    const wire::MessageRow* row = view.model.chat.find(id);
    if (row == nullptr) return std::string(view.say(msg::chat_older_message));
    const std::string name = chat_run(view, *row).name;
    const std::string text = chat_text(view, *row);
    return name.empty() ? text : view.say(msg::ChatSpoken{name, text});
}

float reply_line_height(const wire::MessageRow& row) {
    return row.reply_to && !row.is_deleted ? ui::line_height(quote_role) + ui::space::xxs : 0;
}

void reply_line(const View& view, const ui::Rect& place, const wire::MessageRow& row) {
    if (reply_line_height(row) <= 0) return;
    ui::Ui& ui = view.ui;
    const ui::TextStyle style = muted(view, quote_role);
    ui::Slices line({place.x, place.y, place.width, ui::line_height(quote_role)}, ui::space::xs);
    const ui::Rect symbol = line.left(ui::size::icon_small);
    ui::draw_icon(ui, symbol.x, ui::centre_y(symbol) - ui::size::icon_small / 2,
                  icon::message_circle_reply, ui::size::icon_small, style.color);
    // Painted alone: the row says it in its own words.
    const std::string text = answered_text(view, *row.reply_to);
    ui::draw_text(ui, line.rest.x, line.rest.y, ui::ellipsized(ui, text, style, line.rest.width),
                  style);
}

float reply_bar_height(const View& view) { return view.drafts.chat.reply_to ? ui::size::touch : 0; }

void reply_bar(const View& view, const ui::Rect& place) {
    std::optional<MessageId>& answered = view.drafts.chat.reply_to;
    if (!answered) return;
    ui::Ui& ui = view.ui;
    ui::Slices line(place, ui::space::s);
    const ui::Rect end = line.right(ui::size::touch);
    const ui::Rect symbol = line.left(ui::size::icon_small);
    ui::draw_icon(ui, symbol.x, ui::centre_y(symbol) - ui::size::icon_small / 2,
                  icon::message_circle_reply, ui::size::icon_small, view.theme().accent);
    const std::string text = view.say(msg::ChatReplyTo{answered_text(view, *answered)});
    ui::label(ui, line.rest, text, muted(view, ui::TextRole::Small));
    if (ui::icon_button(
            ui, end, {.icon = icon::x, .name = view.say(msg::chat_no_reply), .key = "no-reply"})) {
        answered.reset();
    }
}

}  // namespace lsl::views
