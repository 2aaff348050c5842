#include "client/app/browser/shortcuts.h"

#include "client/model/practice.h"
#include "client/model/studio/going_live.h"

#include <algorithm>

namespace lsl::app {

namespace intent = model::intent;

namespace {

/// Of a recording alone.
std::optional<model::Intent> practice_key(std::string_view key) {
    if (key.size() != 1) return std::nullopt;
    switch (key[0]) {
        case 'r': return intent::ToggleMirror{};
        case '<': return intent::StepSpeed{-1};
        case '>': return intent::StepSpeed{1};
        case ',': return intent::StepFrames{-1};
        case '.': return intent::StepFrames{1};
        case '[': return intent::MarkLoop{false};
        case ']': return intent::MarkLoop{true};
        case 'o': return intent::ToggleLoop{};
        case 'e': return intent::LoopLastCounts{};
        case 't': return intent::TapBeat{};
        case 'n': return intent::ToggleAloud{};
        case 'v': return intent::ToggleSpoken{};
        case 'u': return intent::ToggleSpeedUp{};
        default: return std::nullopt;
    }
}

/// Of every picture that the app shows itself. Arrows move it only while it is larger than its
/// frame, and then with Shift: alone they seek.
std::optional<model::Intent> zoom_key(const model::Model& m, const platform::KeyEvent& event) {
    const std::string_view key = event.key;
    if (!m.player.picture || m.player.own_controls) return std::nullopt;
    if (key == "z" || key == "Z") return intent::ToggleZoom{};
    if (key == "+" || key == "=") return intent::StepZoom{1};
    if (key == "-" || key == "_") return intent::StepZoom{-1};
    const bool larger = m.watching.desk.zoom_percent > model::whole_picture;
    if (!larger || !event.modifiers.shift || event.on_control) return std::nullopt;
    if (key == "ArrowLeft") return intent::PanPicture{-1, 0};
    if (key == "ArrowRight") return intent::PanPicture{1, 0};
    if (key == "ArrowUp") return intent::PanPicture{0, -1};
    if (key == "ArrowDown") return intent::PanPicture{0, 1};
    return std::nullopt;
}

/// Of the stage: what a presenter's remote sends, and a digit for each preset.
std::optional<model::Intent> stage_key(std::string_view key) {
    using Chapter = intent::MarkChapter;
    if (key == "PageDown") return Chapter{Chapter::What::Next};
    if (key == "PageUp") return Chapter{Chapter::What::TakeBack};
    if (key.size() == 1 && key[0] >= '1' && key[0] <= '9') {
        return Chapter{Chapter::What::Preset, key[0] - '0'};
    }
    return std::nullopt;
}

}  // namespace

std::optional<model::Intent> shortcut(const model::Model& m, const platform::KeyEvent& event) {
    const platform::Modifiers& with = event.modifiers;
    const bool stage = model::on_stage(m) && m.page_is_here && !event.repeat;
    if ((!stage && !model::plays(m.route.page)) || event.in_field) return std::nullopt;
    if (with.control || with.alt || with.meta) return std::nullopt;
    if (!std::holds_alternative<std::monostate>(m.open_dialog)) return std::nullopt;
    const model::Player& player = m.player;
    // The way to the field does not lead through a button of each message.
    if (event.key == "/" && m.chat.at && !player.fullscreen) return intent::WriteMessage{};
    if (stage) return stage_key(event.key);
    if (player.stage == model::PlayerStage::Off) return std::nullopt;

    const std::string_view key = event.key;
    const bool seekable = !player.live && player.duration_s > 0;
    if (key == "?") return intent::ToggleKeysHelp{};
    if (key == "k" || (key == " " && !event.on_control)) return intent::PlayPause{};
    if (key == "c") return intent::ToggleCaptions{};
    if (key == "m") return intent::ToggleMute{};
    if (key == "f" && player.fullscreen_available) return intent::ToggleFullscreen{};
    if (key == "i" && player.picture_in_picture_available) return intent::TogglePictureInPicture{};
    if (auto zoomed = zoom_key(m, event)) return zoomed;
    if (!event.on_control) {
        if (key == "ArrowLeft" && seekable) return intent::SeekBy{-5};
        if (key == "ArrowRight" && seekable) return intent::SeekBy{5};
    }
    // Elsewhere they scroll the page.
    if (player.fullscreen && !event.on_control && (key == "ArrowUp" || key == "ArrowDown")) {
        const double step = key == "ArrowUp" ? 0.05 : -0.05;
        return intent::SetVolume{std::clamp(player.volume + step, 0.0, 1.0)};
    }
    if (player.live && key == "r") return intent::ToggleMirror{};
    if (player.live && key == "a" && m.watching.desk.again_available) return intent::ToggleAgain{};
    if (!seekable) return std::nullopt;
    if (auto practised = practice_key(key)) return practised;
    if (key == "j") return intent::SeekBy{-10};
    if (key == "l") return intent::SeekBy{10};
    if (key.size() == 1 && key[0] >= '0' && key[0] <= '9') {
        return intent::Seek{player.duration_s * (key[0] - '0') / 10};
    }
    return std::nullopt;
}

}  // namespace lsl::app
