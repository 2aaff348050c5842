#include "client/views/watch/loop_ruler.h"

#include "client/views/watch/practice_time.h"
#include "client/views/wording.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace lsl::views {

namespace {

using model::Stretch;

constexpr float handle_width = 10, handle_reach = 44;
constexpr float least_cell = 15, cell_inset = 8, eight_line = 2;
constexpr float loop_tint = 0.22f, playhead_width = 3;
constexpr double room_beside = 0.08;  ///< of the loop's length, on both sides
constexpr double tenth = 0.1;

/// Seconds of the recording on a line. From left to right in every language, as all time lines.
struct Ruler {
    ui::Rect rect;
    Stretch window;
    bool mirrored = false;

    float x_of(double at) const {
        const double part = (at - window.from_s) / (window.to_s - window.from_s);
        const auto along = static_cast<float>(mirrored ? 1 - part : part);
        return rect.x + rect.width * along;
    }
    double at(float x) const {
        const double part = (x - rect.x) / std::max(rect.width, 1.0f);
        return window.from_s + (mirrored ? 1 - part : part) * (window.to_s - window.from_s);
    }
    ui::Rect between(double from, double to) const {
        const float a = x_of(from), b = x_of(to);
        return {std::min(a, b), rect.y, std::abs(b - a), rect.height};
    }
};

Stretch window_of(const Stretch& loop) {
    const double beside = (loop.to_s - loop.from_s) * room_beside;
    return {loop.from_s - beside, loop.to_s + beside};
}

void cells(const View& view, const Ruler& ruler, const Stretch& loop, double position) {
    const model::Practice& practice = view.model.practice;
    const media::BeatGrid* grid = practice.grid_at(loop.from_s);
    if (grid == nullptr) return;
    const ui::Theme& theme = view.theme();
    const double first = std::ceil((loop.from_s - grid->start_s) / grid->beat_s - tenth);
    const double counts = std::round((loop.to_s - loop.from_s) / grid->beat_s);
    const float cell = ruler.between(0, grid->beat_s).width;
    const ui::TextStyle usual{.role = ui::TextRole::BodyStrong, .tabular = true};
    const bool lively = follows_picture(view);
    for (double n = first; n < first + counts; ++n) {
        const double from = grid->start_s + n * grid->beat_s;
        const ui::Rect place =
            ui::inset(ruler.between(from, from + grid->beat_s), eight_line / 2, cell_inset);
        const int count = model::count_at(practice, from + grid->beat_s * tenth);
        const bool now = lively && position >= from && position < from + grid->beat_s;
        if (count == 1) {
            ui::fill(view.ui,
                     {ruler.x_of(from) - eight_line / 2, place.y, eight_line, place.height},
                     theme.muted);
        }
        if (now) {
            ui::fill(view.ui, ui::inset(place, 0, -cell_inset), theme.accent, ui::radius::inside);
        }
        if (cell < least_cell) continue;
        ui::TextStyle style = usual;
        style.color = now ? theme.on_accent : theme.text;
        const std::string text = std::to_string(count);
        ui::draw_text(view.ui, ui::centre_x(place) - ui::text_width(view.ui, text, style) / 2,
                      ui::centre_y(place) - ui::line_height(style.role) / 2, text, style);
    }
}

/// One end of the loop; returns where it is now.
double handle(const View& view, const Ruler& ruler, const Stretch& loop, bool end, bool& released) {
    ui::Ui& ui = view.ui;
    const ui::Id id = ui.claim(end ? "loop-end" : "loop-start");
    double at = end ? loop.to_s : loop.from_s;
    const ui::Rect face{ruler.x_of(at) - handle_width / 2, ruler.rect.y, handle_width,
                        ruler.rect.height};
    const ui::Rect hit = ui::centred(face, handle_reach, face.height);
    const ui::Press press = ui.control(id, hit, false, ui::Cursor::Grab);
    const double least = end ? loop.from_s + model::shortest_loop_s : 0;
    const double most = end ? view.model.player.duration_s : loop.to_s - model::shortest_loop_s;
    const media::BeatGrid* grid = view.model.practice.grid_at(at);
    const double step = grid == nullptr ? tenth : grid->beat_s;
    const bool held = ui.interaction.held() == id;
    float& was_held = ui.kept(id, 0);
    if (held) {
        at = std::clamp(model::snapped(view.model.practice, ruler.at(ui.interaction.pointer().x)),
                        least, most);
    } else if (was_held > 0) {
        released = true;
    }
    was_held = held ? 1.0f : 0.0f;
    if (const auto stepped = ui.interaction.take_value(id)) {
        at = std::clamp(model::snapped(view.model.practice, *stepped), least, most);
        released = true;
    }
    ui.node({.id = id,
             .role = ui::Role::Slider,
             .name = std::string(view.say(end ? msg::practice_loop_end : msg::practice_loop_start)),
             .value = exact_clock(at),
             .rect = hit,
             .minimum = least,
             .maximum = most,
             .now = at,
             .step = step});
    ui::fill(ui, face, view.theme().text, handle_width / 2);
    if (press.focused) ui::focus_ring(ui, face, handle_width / 2);
    return at;
}

}  // namespace

void loop_ruler(const View& view, const ui::Rect& rect) {
    ui::Ui& ui = view.ui;
    const auto marks = view.model.practice.marks();
    if (!marks) return;
    model::PracticeDraft& draft = view.drafts.practice;
    const Stretch loop = draft.dragged.value_or(*marks);
    // What is dragged moves on a line that stands still.
    if (!draft.dragged) draft.window = window_of(loop);
    const Ruler ruler{rect, draft.window, ui.mirrored()};
    const double position = practice_position(view);
    const ui::Theme& theme = view.theme();
    ui::fill(ui, rect, theme.surface2, ui::radius::control);
    ui::fill(ui, ruler.between(loop.from_s, loop.to_s), theme.accent.faded(loop_tint));
    cells(view, ruler, loop, position);
    if (follows_picture(view) && position >= loop.from_s && position <= loop.to_s) {
        ui::fill(ui,
                 {ruler.x_of(position) - playhead_width / 2, rect.y, playhead_width, rect.height},
                 theme.accent);
        wake_at_next_count(view);
    }
    bool released = false;
    Stretch wanted = loop;
    wanted.from_s = handle(view, ruler, loop, false, released);
    wanted.to_s = handle(view, ruler, loop, true, released);
    if (released) {
        draft.dragged.reset();
        view.want(model::intent::SetLoop{wanted.from_s, wanted.to_s});
    } else if (wanted != loop) {
        draft.dragged = wanted;
    }
}

}  // namespace lsl::views
