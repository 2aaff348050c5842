#include "client/views/watch/once_more.h"

#include "client/views/watch/picture_controls.h"

#include <algorithm>
#include <string>

namespace lsl::views {

namespace {

constexpr float window_width = 288, window_share = 0.45f, window_border = 2;

/// In its corner, clear of the controls below.
ui::Rect window_place(const View& view, const ui::Rect& picture) {
    const model::PlayerDraft& draft = view.drafts.player;
    const float width = std::min(window_width, picture.width * window_share);
    const ui::Rect size = ui::with_aspect(0, 0, width);
    const float x =
        draft.again_at_start ? picture.x + ui::space::m : ui::right(picture) - ui::space::m - width;
    const float low = picture_bar(picture).y - ui::space::s - size.height;
    return {x, draft.again_at_top ? picture.y + ui::space::m : low, width, size.height};
}

/// The corner that the pointer is in, while the window is held; a press alone goes one on.
void follow_finger(const View& view, const ui::Rect& picture, const ui::Rect& window) {
    ui::Ui& ui = view.ui;
    model::PlayerDraft& draft = view.drafts.player;
    const ui::Id id = ui.claim("again-window");
    const ui::Press press = ui.control(id, window, false, ui::Cursor::Grab);
    ui.node({.id = id,
             .role = ui::Role::Button,
             .name = std::string(view.say(msg::again_corner)),
             .rect = window});
    if (press.focused) ui::focus_ring(ui, window, ui::radius::picture);
    if (press.held) {
        const auto& pointer = ui.interaction.pointer();
        const ui::Rect seen = ui.on_screen(picture);
        const bool start = pointer.x < ui::centre_x(seen), top = pointer.y < ui::centre_y(seen);
        if (start != draft.again_at_start || top != draft.again_at_top) draft.again_moved = true;
        draft.again_at_start = start;
        draft.again_at_top = top;
    }
    if (!press.clicked) return;
    if (!draft.again_moved) {
        // Clockwise, so that four presses lead through all of them.
        const bool start = draft.again_at_start, top = draft.again_at_top;
        draft.again_at_start = !top;
        draft.again_at_top = start;
    }
    draft.again_moved = false;
}

}  // namespace

void once_more(const View& view, const ui::Rect& picture) {
    if (!view.model.watching.desk.again || !view.model.player.live) return;
    ui::Ui& ui = view.ui;
    ui::IdScope scope(ui, "once-more");
    const ui::Rect window = window_place(view, picture);
    ui::NodeScope region(ui, ui::Role::Region, view.say(msg::again_badge), window);
    ui.show_video("again", window, ui::radius::picture);
    follow_finger(view, picture, window);
    ui::stroke(ui, window, on_picture, ui::radius::picture, window_border);
    const std::string_view badge = view.say(msg::again_badge);
    if (ui::picture_badge_width(ui, badge) < window.width - ui::size::touch - ui::space::l) {
        ui::picture_badge(ui, window.x + ui::space::s, window.y + ui::space::s, badge);
    }
    const ui::Rect corner{ui::right(window) - control_side, window.y, control_side, control_side};
    const bool closed = picture_control(view, corner, icon::x, view.say(msg::again_close), "close");
    if (closed || ui.interaction.take_escape()) view.want(model::intent::ToggleAgain{});
}

}  // namespace lsl::views
