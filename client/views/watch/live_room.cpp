#include "client/views/watch/live_room.h"

#include "client/views/chat/answers.h"
#include "client/views/chat/chat_column.h"
#include "client/views/watch/stage.h"

#include <algorithm>
#include <string>
#include <variant>

namespace lsl::views {

namespace {

constexpr float least_room = 480, least_room_phone = 320;
constexpr float strip_width = 192, strip_height = 108;
/// On a small phone little is left above the keyboard: the newest message needs some of it.
constexpr float low_room = 280, low_strip_width = 136, low_strip_height = 76;
constexpr float least_strip_end = 176;  ///< three answers of the size of a finger

bool is_live(const domain::Stream& stream) { return stream.status == domain::StreamStatus::Live; }

/// Beside the strip: what is on, and the answers.
void strip_end(const View& view, const ui::Rect& place, const domain::Stream& stream) {
    ui::Column column(view.ui, place.x, place.y, place.width, ui::space::xs);
    column.label(stream.title, {.role = ui::TextRole::BodyStrong});
    if (place.height >= strip_height - 2 * ui::space::xs) {
        const std::string count = view.say(msg::ChatHere{view.model.chat.viewers()});
        column.label(count, muted(view, ui::TextRole::Small));
    }
    if (is_live(stream)) answers(view, column.take(answers_height));
}

}  // namespace

void room_beside(const View& view, ui::Column& column, const domain::Stream& stream) {
    if (!has_chat(view, stream) || view.drafts.chat.hidden) return;
    const float height = std::max(view.ui.height() - column.next() - ui::space::xl, least_room);
    chat_column(view, column.take(height), stream, ChatShape::Beside);
    column.after(ui::space::xxl);
}

void answers_part(const View& view, ui::Column& column, const domain::Stream& stream) {
    if (!has_chat(view, stream)) return;
    if (is_live(stream)) {
        answers(view, column.take(answers_height));
        if (view.drafts.chat.reactions_open) reactions(view, column.take(answers_height));
    }
    if (view.drafts.chat.hidden && column.button({.label = view.say(msg::chat_title),
                                                  .kind = ui::ButtonKind::Secondary,
                                                  .icon = icon::message_circle,
                                                  .key = "show-chat"},
                                                 ui::Fit::Content)) {
        view.drafts.chat.hidden = false;
    }
    column.after(ui::space::l);
}

void room_below(const View& view, ui::Column& column, const domain::Stream& stream) {
    if (!has_chat(view, stream)) return;
    ui::Ui& ui = view.ui;
    const float top = column.next();
    const float height = std::max(ui.height() - ui.tab_bar_height() - top, least_room_phone);
    const bool phone = ui.phone();
    const ui::Rect place{phone ? 0 : column.x(), top, phone ? ui.width() : column.width(), height};
    chat_column(view, place, stream, ChatShape::Below);
    column.until(ui::bottom(place));
    column.after(ui::space::xxl);
}

bool room_over_keyboard(const View& view, const wire::PublicStream& row) {
    ui::Ui& ui = view.ui;
    const domain::Stream& stream = row.stream;
    const bool dialog = !std::holds_alternative<std::monostate>(view.model.open_dialog);
    if (!ui.phone() || ui.frame().keyboard <= 0 || dialog || !has_chat(view, stream)) return false;
    ui::LayerScope layer(ui, ui::Layer::Bar);
    const ui::Rect screen{0, 0, ui.width(), ui.height()};
    layer.block(screen);
    ui::fill(ui, screen, view.theme().background);
    ui::Slices rest(ui::Rect{0, ui.frame().safe_area.top, ui.width(),
                             ui.height() - ui.frame().keyboard - ui.frame().safe_area.top});
    const bool low = rest.rest.height < low_room;
    ui::Slices top(rest.top(low ? low_strip_height : strip_height), ui::space::m);
    const float strip = low ? low_strip_width : strip_width;
    watch_stage(view, top.left(std::min(strip, ui.width() - least_strip_end)), 0, row);
    ui::Rect end = ui::inset(top.rest, 0, ui::space::xs);
    end.width -= ui::space::s;
    strip_end(view, end, stream);
    chat_column(view, rest.rest, stream, ChatShape::Below);
    return true;
}

}  // namespace lsl::views
