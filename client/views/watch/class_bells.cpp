#include "client/views/watch/class_bells.h"

#include <string>
#include <string_view>

#include "client/views/push_bell.h"

namespace lsl::views {

namespace {

using domain::StreamStatus;

/// True when it was pressed; `on` has the new state.
bool bell_row(const View& view, ui::Column& column, std::string_view name, bool& on) {
    ui::Ui& ui = view.ui;
    ui::Slices row = column.row(ui::size::touch, ui::space::m);
    const ui::Rect sign = row.left(ui::size::icon);
    ui::draw_icon(ui, sign.x, ui::centre_y(sign) - ui::size::icon / 2,
                  on ? icon::bell_ring : icon::bell, ui::size::icon,
                  on ? view.theme().accent : view.theme().muted);
    const ui::Rect end = row.right(ui::switch_width);
    const bool pressed =
        ui::toggle_switch(ui, end.x, ui::centre_y(end) - ui::switch_height / 2, name, on);
    ui::label(ui, row.rest, name, {});
    return pressed;
}

}  // namespace

void class_bells(const View& view, ui::Column& column, const domain::Stream& stream) {
    const model::Model& m = view.model;
    if (!m.account.viewer || !m.watching.enrollment.ready()) return;
    const bool has_place = m.enrollments.find(stream.id) != nullptr;
    const model::BellsOf about{stream.id, m.account.viewer->user.id, has_place};
    if (m.bells.about != about) return view.want(model::intent::RingBells{about});
    if (!m.bells.state.value) return;
    const bool can_ring =
        stream.status == StreamStatus::Scheduled || stream.status == StreamStatus::Live;
    if (!can_ring && stream.instructor_name.empty()) return;
    column.after(ui::space::m);
    bool of_class = m.bells.state.value->of_class, of_teacher = m.bells.state.value->of_teacher;
    if (can_ring && bell_row(view, column, view.say(msg::bells_class), of_class)) {
        view.want(model::intent::RingBells{about, of_class, {}});
    }
    const std::string follow = view.say(msg::BellsTeacher{stream.instructor_name});
    if (!stream.instructor_name.empty() && bell_row(view, column, follow, of_teacher)) {
        view.want(model::intent::RingBells{about, {}, of_teacher});
    }
    // Who has a place has the browser's bell above.
    if (of_class && !has_place && can_ring) {
        push_bell(view, column.after(ui::space::s), msg::push_tell_me);
    }
}

}  // namespace lsl::views
