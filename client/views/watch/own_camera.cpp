#include "client/views/watch/own_camera.h"

#include <algorithm>
#include <string>

namespace lsl::views {

namespace {

namespace intent = model::intent;
using media::OwnCamera;

constexpr double longest_own_delay_s = 4, own_delay_step_s = 0.5, ms_in_a_second = 1000;
constexpr float widest_own = 480, own_delay_name = 110, own_delay_value = 64;
constexpr int own_level = 2;

bool shows_own(const View& view) { return view.model.watching.desk.own == OwnCamera::On; }

bool own_toggle(const View& view, ui::Slices& line, msg::Plain label, bool on,
                std::string_view key) {
    const ui::ToggleButton button{.label = view.say(label), .on = on, .key = key};
    const float width = ui::toggle_button_width(view.ui, button);
    return ui::toggle_button(view.ui, line.left(std::min(width, line.rest.width)), button);
}

void own_switches(const View& view, ui::Column& column) {
    const media::LiveDesk& desk = view.model.watching.desk;
    ui::Slices first = column.row(ui::size::button);
    if (own_toggle(view, first, msg::own_show, shows_own(view), "own-show")) {
        view.want(intent::ToggleOwnCamera{});
    }
    if (!shows_own(view)) return;
    ui::Slices second = column.row(ui::size::button);
    if (own_toggle(view, second, msg::own_over, desk.own_over, "own-over")) {
        view.want(intent::ToggleOwnOver{});
    }
    if (own_toggle(view, second, msg::practice_mirror, desk.own_mirrored, "own-mirror")) {
        view.want(intent::ToggleOwnMirror{});
    }
}

void own_delay(const View& view, ui::Column& column) {
    double seconds = static_cast<double>(view.model.watching.desk.own_delay_ms) / ms_in_a_second;
    const std::string said = view.say(msg::OwnSeconds{view.model.words->number(seconds, 1)});
    ui::Slices line = column.row(ui::size::touch, ui::space::m);
    ui::label(view.ui, line.left(own_delay_name), view.say(msg::own_late),
              {.role = ui::TextRole::Body});
    ui::label(view.ui, line.right(own_delay_value), said, muted(view), ui::Align::End);
    const ui::Slider spec{.name = view.say(msg::own_late),
                          .value_text = said,
                          .maximum = longest_own_delay_s,
                          .step = own_delay_step_s};
    if (ui::slider(view.ui, line.rest, spec, seconds).changed) {
        view.want(intent::SetOwnDelay{seconds});
    }
}

}  // namespace

void own_camera(const View& view, ui::Column& column) {
    if (!view.model.player.picture) return;
    const media::LiveDesk& desk = view.model.watching.desk;
    ui::IdScope scope(view.ui, "own");
    ui::NodeScope region(view.ui, ui::Role::Region, view.say(msg::own_title));
    column.panel("own", [&](ui::Column& inside) {
        inside.heading(view.say(msg::own_title), own_level, {.role = ui::TextRole::BodyStrong}, 1);
        inside.after(ui::space::s);
        own_switches(view, inside);
        if (desk.own == OwnCamera::Asking) {
            inside.paragraph(view.say(msg::own_asking), muted(view, ui::TextRole::Small));
        }
        if (desk.own == OwnCamera::Refused) {
            ui::banner(inside, ui::Tone::Warning, view.say(msg::own_refused));
        }
        if (shows_own(view)) own_delay(view, inside);
        if (shows_own(view) && !desk.own_over) {
            const float width = std::min(inside.width(), widest_own);
            const ui::Rect place = inside.take(width, ui::with_aspect(0, 0, width).height);
            view.ui.show_video("own", place, ui::radius::picture);
        }
        inside.paragraph(view.say(msg::own_private), muted(view, ui::TextRole::Small));
    });
    column.after(ui::space::xxl);
}

void own_over_picture(const View& view, const ui::Rect& picture) {
    if (!shows_own(view) || !view.model.watching.desk.own_over) return;
    view.ui.show_video("own", picture, 0);
}

}  // namespace lsl::views
