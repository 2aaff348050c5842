#include "client/views/watch/zoom_controls.h"

#include "client/model/practice.h"
#include "client/views/watch/picture_controls.h"

#include <string>

namespace lsl::views {

namespace {

constexpr float plate_room = 144;  ///< of the count, in the other corner
constexpr float badge_line = 28, back_height = 28, back_padding = 10;
constexpr double rest_s = 0.6;  ///< a zoom that stood so long has come to rest

std::string percent_text(const View& view, std::int64_t percent) {
    return view.say(msg::HealthPercent{view.number(percent)});
}

/// The figures of a moving hand would be nothing but noise.
void say_zoom(const View& view, std::int64_t percent) {
    model::PlayerDraft& draft = view.drafts.player;
    if (draft.zoom_seen != percent) {
        draft.zoom_seen = percent;
        draft.zoom_since = view.ui.now();
    }
    if (draft.zoom_said == percent) return;
    const double left = draft.zoom_since + rest_s - view.ui.now();
    if (left > 0) return view.wake_just_after(left);
    draft.zoom_said = percent;
    view.ui.announce(percent > model::whole_picture ? view.say(msg::ZoomSaid{percent})
                                                    : std::string(view.say(msg::zoom_whole)));
}

/// "100 %", with the badge's height and a finger's reach.
bool back_button(const View& view, float x, float y, const std::string& text, float width) {
    ui::Ui& ui = view.ui;
    const ui::Rect rect{x, y, width, back_height};
    const std::string name = view.say(msg::ZoomBack{text});
    const bool pressed = ui::icon_button(
        ui, rect,
        {.icon = ' ', .name = name, .kind = ui::IconButtonKind::OnPicture, .key = "zoom-back"});
    ui::fill(ui, rect, on_picture, ui::radius::badge);
    const ui::TextStyle style{
        .role = ui::TextRole::SmallStrong, .color = under_picture, .tabular = true};
    ui::draw_text(ui, x + back_padding, ui::centre_y(rect) - ui::line_height(style.role) / 2, text,
                  style);
    return pressed;
}

}  // namespace

bool is_zoomed(const View& view) {
    return view.model.watching.desk.zoom_percent > model::whole_picture;
}

void zoom_over_picture(const View& view, const ui::Rect& picture, float x) {
    const std::int64_t percent = view.model.watching.desk.zoom_percent;
    say_zoom(view, percent);
    if (!is_zoomed(view)) return;
    ui::Ui& ui = view.ui;
    const std::string now = percent_text(view, percent);
    const std::string whole = percent_text(view, model::whole_picture);
    const ui::TextStyle style{.role = ui::TextRole::SmallStrong, .tabular = true};
    const float back = ui::text_width(ui, whole, style) + 2 * back_padding;
    const float badge = ui::picture_badge_width(ui, now);
    const bool below = x + badge + ui::space::s + back > ui::right(picture) - plate_room;
    if (below) x = picture.x + ui::space::m;
    const float y = picture.y + ui::space::m + (below ? badge_line + ui::space::s : 0);
    ui::picture_badge(ui, x, y, now);
    if (back_button(view, x + badge + ui::space::s, y, whole, back)) {
        view.want(model::intent::ToggleZoom{});
    }
}

void zoom_control(const View& view, ui::Slices& row) {
    ui::IconButton button = picture_control_spec(icon::search, view.say(msg::zoom_name), "zoom");
    button.selected = button.toggle = is_zoomed(view);
    if (ui::icon_button(view.ui, row.left(control_side), button)) {
        view.want(model::intent::ToggleZoom{});
    }
}

}  // namespace lsl::views
