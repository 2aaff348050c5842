#include "client/views/console/stage_controls.h"

#include "client/views/console/chapters_panel.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace lsl::views {

namespace {

constexpr float symbol_size = 22;

/// A large button of the stage: what it is about, how that stands, and what a press does.
struct Control {
    char32_t symbol = 0;
    std::string_view label, state;  ///< the state is left out on phones
    std::string_view name;          ///< what a press does, for screen readers
    std::string_view key;
    bool off = false;  ///< what viewers lack: told by colour as well
};

struct Faces {
    ui::TextStyle label, state;
    ui::Color symbol;
};

Faces faces_of(const View& view, const Control& control, bool compact) {
    const ui::Theme& theme = view.theme();
    const ui::Color ink = control.off ? theme.background : theme.text;
    return {{.role = compact ? ui::TextRole::Tab : ui::TextRole::BodyStrong, .color = ink},
            {.role = ui::TextRole::Small, .color = control.off ? ink : theme.muted},
            ink};
}

float width_of(const View& view, const Control& control) {
    const Faces faces = faces_of(view, control, false);
    const float text = std::max(ui::text_width(view.ui, control.label, faces.label),
                                ui::text_width(view.ui, control.state, faces.state));
    return ui::space::l + symbol_size + ui::space::l + text + ui::space::xl;
}

void symbol_over_word(const View& view, const ui::Rect& rect, const Control& control,
                      const Faces& faces) {
    const float line = ui::line_height(faces.label.role);
    const float top = ui::centre_y(rect) - (symbol_size + ui::space::xs + line) / 2;
    ui::draw_icon(view.ui, ui::centre_x(rect) - symbol_size / 2, top, control.symbol, symbol_size,
                  faces.symbol);
    const std::string word =
        ui::ellipsized(view.ui, control.label, faces.label, rect.width - ui::space::s);
    ui::draw_text(view.ui, ui::centre_x(rect) - ui::text_width(view.ui, word, faces.label) / 2,
                  top + symbol_size + ui::space::xs, word, faces.label);
}

void symbol_beside_words(const View& view, const ui::Rect& rect, const Control& control,
                         const Faces& faces) {
    const float x = rect.x + ui::space::l;
    ui::draw_icon(view.ui, x, ui::centre_y(rect) - symbol_size / 2, control.symbol, symbol_size,
                  faces.symbol);
    const float label = ui::line_height(faces.label.role);
    const float height = label + ui::line_height(faces.state.role);
    const float top = ui::centre_y(rect) - height / 2, text = x + symbol_size + ui::space::l;
    const float room = std::max(ui::right(rect) - text - ui::space::s, 0.0f);
    ui::draw_text(view.ui, text, top, ui::ellipsized(view.ui, control.label, faces.label, room),
                  faces.label);
    ui::draw_text(view.ui, text, top + label,
                  ui::ellipsized(view.ui, control.state, faces.state, room), faces.state);
}

bool stage_control(const View& view, const ui::Rect& rect, const Control& control, bool compact) {
    ui::Ui& ui = view.ui;
    const ui::Theme& theme = view.theme();
    const ui::Id id = ui.claim(control.key);
    const ui::Press press = ui.control(id, rect);
    ui.node({.id = id, .role = ui::Role::Button, .name = std::string(control.name), .rect = rect});
    const ui::Color ground = control.off ? theme.warning : theme.surface2;
    const bool lit = press.hovered || press.held;
    ui::fill(ui, rect, lit ? ui::blend(ground, theme.hover) : ground, ui::radius::control);
    if (theme.lined()) ui::stroke(ui, rect, theme.line, ui::radius::control);
    const Faces faces = faces_of(view, control, compact);
    if (compact) {
        symbol_over_word(view, rect, control, faces);
    } else {
        symbol_beside_words(view, rect, control, faces);
    }
    if (press.focused) ui::focus_ring(ui, rect, ui::radius::control);
    return press.clicked;
}

Control camera_control(const View& view, bool compact) {
    const bool on = view.model.studio.capture.camera_on;
    return {.symbol = on ? icon::video : icon::video_off,
            .label = view.say(msg::console_camera),
            .state = view.say(on ? msg::stage_on : msg::stage_off),
            .name = view.say(on ? msg::console_camera_off : msg::console_camera_on),
            .key = compact ? "camera-compact" : "camera",
            .off = !on};
}

Control microphone_control(const View& view, bool compact) {
    const bool on = view.model.studio.capture.microphone_on;
    return {.symbol = on ? icon::mic : icon::mic_off,
            .label = view.say(compact ? msg::stage_microphone_short : msg::console_microphone),
            .state = view.say(on ? msg::stage_on : msg::stage_off),
            .name = view.say(on ? msg::console_mute : msg::console_unmute),
            .key = compact ? "microphone-compact" : "microphone",
            .off = !on};
}

/// The camera after the one that is used, and after the last the first; null where there is none.
const media::MediaDevice* next_camera(const model::Capture& capture) {
    const auto& all = capture.cameras;
    if (all.size() < 2) return nullptr;
    const auto used = std::find_if(all.begin(), all.end(), [&](const media::MediaDevice& one) {
        return one.id == capture.camera_id;
    });
    const bool last = used == all.end() || used + 1 == all.end();
    return last ? &all.front() : &*(used + 1);
}

}  // namespace

void stage_switches(const View& view, const ui::Rect& line, bool compact,
                    const domain::Stream& stream) {
    const model::Capture& capture = view.model.studio.capture;
    const bool open = capture.phase == model::CapturePhase::Open;
    const media::MediaDevice* other = open ? next_camera(capture) : nullptr;
    std::vector<Control> controls;
    if (open) controls = {camera_control(view, compact), microphone_control(view, compact)};
    const std::string turned = other ? view.say(msg::StageTurnTo{other->label}) : std::string();
    if (other) {
        controls.push_back({.symbol = icon::switch_camera,
                            .label = view.say(msg::stage_turn),
                            .state = other->label,
                            .name = turned,
                            .key = "turn"});
    }
    const bool marks = marks_chapters(view, stream);
    const std::string chapter = marks ? next_chapter_title(view, stream) : std::string();
    // A phone has no Page Down.
    const std::string marked = view.model.coarse_pointer ? view.say(msg::ChaptersMarkOne{chapter})
                                                         : view.say(msg::ChaptersMark{chapter});
    if (marks) {
        controls.push_back({.symbol = icon::flag,
                            .label = chapter,
                            .state = view.say(msg::chapters_next),
                            .name = marked,
                            .key = compact ? "chapter-compact" : "chapter"});
    }
    const std::string undone = marks ? taken_back_chapter(view, stream) : std::string();
    const std::string put_back = view.say(msg::ChaptersPutBack{undone});
    if (!undone.empty()) {
        controls.push_back({.symbol = icon::rotate_ccw,
                            .label = view.say(msg::chapters_put_back_short),
                            .state = undone,
                            .name = put_back,
                            .key = compact ? "put-back-compact" : "put-back"});
    }
    if (controls.empty()) return;
    const float gap = compact ? ui::space::s : ui::space::m;
    ui::Slices rest(line, gap);
    const float count = static_cast<float>(controls.size());
    const float share = (line.width - gap * (count - 1)) / count;
    std::vector<bool> pressed;
    for (std::size_t i = 0; i < controls.size(); ++i) {
        const float width = compact ? share : std::min(width_of(view, controls[i]), share);
        pressed.push_back(stage_control(view, rest.left(width), controls[i], compact));
    }
    using Mark = model::intent::MarkChapter;
    const bool undoes = !undone.empty() && pressed.back();
    const std::size_t mark = controls.size() - (undone.empty() ? 1 : 2);
    if (undoes) view.want(Mark{Mark::What::PutBack, 0});
    if (marks && pressed[mark]) view.want(Mark{});
    if (!open) return;
    if (pressed[0]) view.want(model::intent::ToggleCamera{});
    if (pressed[1]) view.want(model::intent::ToggleMicrophone{});
    if (other && pressed[2]) view.want(model::intent::ChooseCamera{other->id});
}

void end_class_button(const View& view, const ui::Rect& rect, const wire::InstructorStream& row) {
    const ui::Hold hold =
        ui::hold_button(view.ui, rect,
                        {.label = view.say(msg::stage_end),
                         .hint = view.say(msg::stage_hold),
                         .icon = icon::circle_stop,
                         .busy = view.model.studio.action == model::StudioAction::End,
                         .name = view.say(msg::console_end_class),
                         .key = "end"});
    if (hold == ui::Hold::Pressed) view.want(model::intent::AskToEnd{row.stream.id});
    if (hold == ui::Hold::Done) view.want(model::intent::ConfirmEnd{row.stream.id});
}

}  // namespace lsl::views
