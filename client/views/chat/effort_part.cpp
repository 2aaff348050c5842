#include "client/views/chat/effort_part.h"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace lsl::views {

namespace {

constexpr float effort_height = 84, effort_padding = 12;
constexpr float effort_tint = 0.16f, effort_ring = 2;
constexpr float one_row_from = 400;  ///< of the panel's inside; narrower ones have two
constexpr int narrow_in_row = 2;

struct Effort {
    std::string_view face;
    msg::Plain text;
};

/// From 1 to 4.
constexpr std::array<Effort, 4> all_efforts = {{
    {"😌", msg::effort_easy},
    {"🙂", msg::effort_right},
    {"🔥", msg::effort_a_lot},
    {"🥵", msg::effort_too_much},
}};

/// Whoever was there until the end, or has a place in which something was watched.
bool has_watched(const View& view, const domain::Stream& stream) {
    if (stream.status != domain::StreamStatus::Ended) return false;
    const domain::Enrollment* place = view.model.enrollments.find(stream.id);
    if (place == nullptr || place->refunded_at) return false;
    return view.model.watching.class_over || place->watched_live || place->watched_replay;
}

void effort_tile(const View& view, const ui::Rect& rect, std::size_t index) {
    ui::Ui& ui = view.ui;
    const ui::Theme& theme = view.theme();
    const Effort& effort = all_efforts[index];
    const auto number = static_cast<std::int64_t>(index) + 1;
    const bool on = view.model.watching.effort == number;
    ui::IdScope scope(ui, number);
    const ui::Id id = ui.claim("effort");
    const ui::Press press = ui.control(id, rect);
    ui.node({.id = id,
             .role = ui::Role::Button,
             .name = std::string(view.say(effort.text)),
             .rect = rect,
             .selected = on});
    ui::fill(ui, rect, on ? theme.accent.faded(effort_tint) : theme.surface2, ui::radius::control);
    if (press.hovered || press.held) ui::fill(ui, rect, theme.hover, ui::radius::control);
    if (on || theme.lined()) {
        ui::stroke(ui, rect, on ? theme.accent : theme.line, ui::radius::control,
                   on ? effort_ring : 1);
    }
    const ui::Rect inside = ui::inset(rect, ui::space::xs, effort_padding);
    const ui::TextStyle face{.role = ui::TextRole::PageTitle};
    ui::draw_text(ui, ui::centre_x(rect) - ui::text_width(ui, effort.face, face) / 2, inside.y,
                  effort.face, face);
    const ui::TextStyle words{.role = ui::TextRole::SmallStrong,
                              .color = on ? theme.accent : theme.text};
    const std::string text = ui::ellipsized(ui, view.say(effort.text), words, inside.width);
    ui::draw_text(ui, ui::centre_x(rect) - ui::text_width(ui, text, words) / 2,
                  ui::bottom(inside) - ui::line_height(words.role), text, words);
    if (press.focused) ui::focus_ring(ui, rect, ui::radius::control);
    if (press.clicked) view.want(model::intent::SetEffort{number});
}

}  // namespace

void effort_part(const View& view, ui::Column& column, const domain::Stream& stream) {
    if (!has_watched(view, stream)) return;
    const std::string_view title = view.say(msg::effort_title);
    ui::NodeScope group(view.ui, ui::Role::Group, title);
    column.panel("effort", [&](ui::Column& inside) {
        inside.heading(title, 2, {.role = ui::TextRole::BodyStrong}, 2);
        inside.after(ui::space::xs)
            .paragraph(view.say(msg::EffortSums{stream.instructor_name}),
                       muted(view, ui::TextRole::Small));
        inside.after(ui::space::m);
        const int count = static_cast<int>(all_efforts.size());
        const int in_row = inside.width() >= one_row_from ? count : narrow_in_row;
        for (int first = 0; first < count; first += in_row) {
            const auto places = ui::columns(inside.take(effort_height), in_row, ui::space::s);
            for (int i = 0; i < in_row; ++i) {
                effort_tile(view, places[static_cast<std::size_t>(i)],
                            static_cast<std::size_t>(first + i));
            }
            inside.after(ui::space::s);
        }
    });
    column.after(ui::space::xxl);
}

}  // namespace lsl::views
