#include "client/views/console/preview.h"

#include "client/views/watch/curtain.h"
#include "client/views/watch/picture_controls.h"
#include "client/views/wording.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>

namespace lsl::views {

namespace {

using domain::StreamStatus;
using model::CapturePhase;

constexpr float usual_aspect = 16.0f / 9.0f;

std::string preview_text(const View& view) {
    const model::Capture& capture = view.model.studio.capture;
    const std::string size =
        std::to_string(capture.width) + " \u00D7 " + std::to_string(capture.height);
    return joined({std::string(view.say(msg::common_preview)), size,
                   capture.frames_per_second > 0
                       ? view.say(msg::UnitFrames{std::llround(capture.frames_per_second)})
                       : ""});
}

std::string live_clock(const View& view, const domain::Stream& stream) {
    if (stream.status != StreamStatus::Live || !stream.actual_start_time) {
        return stream.status == StreamStatus::Scheduled ? view.say(msg::ConsoleNotLiveYet{clock(0)})
                                                        : std::string(view.say(msg::console_over));
    }
    const double passed =
        std::chrono::duration<double>(view.model.now - *stream.actual_start_time).count();
    view.wake_just_after(1 - (passed - std::floor(passed)));
    return view.say(msg::ConsoleLiveClock{clock(passed)});
}

/// Switches for camera and microphone over the lower edge of the preview, and the time on air.
void preview_bar(const View& view, const ui::Rect& rect, const domain::Stream& stream) {
    const model::Capture& capture = view.model.studio.capture;
    ui::Slices bar = picture_controls(view, rect);
    if (picture_control(
            view, bar.left(control_side), capture.camera_on ? icon::video : icon::video_off,
            view.say(capture.camera_on ? msg::console_camera_off : msg::console_camera_on),
            "camera")) {
        view.want(model::intent::ToggleCamera{});
    }
    if (picture_control(view, bar.left(control_side),
                        capture.microphone_on ? icon::mic : icon::mic_off,
                        view.say(capture.microphone_on ? msg::console_mute : msg::console_unmute),
                        "microphone")) {
        view.want(model::intent::ToggleMicrophone{});
    }
    ui::label(view.ui, ui::inset(bar.rest, ui::space::s, 0), live_clock(view, stream),
              {.role = ui::TextRole::SmallStrong, .color = on_picture, .tabular = true},
              ui::Align::End);
}

/// What the picture is, and of which class.
void stage_badges(const View& view, const ui::Rect& rect, const domain::Stream& stream) {
    const float y = rect.y + ui::space::m;
    const float left = rect.x + ui::space::m;
    const float first = ui::picture_badge(view.ui, left, y, view.say(msg::stage_as_viewers));
    const float width = ui::picture_badge_width(view.ui, stream.title);
    const float x = ui::right(rect) - ui::space::m - width;
    if (x > left + first + ui::space::m) ui::picture_badge(view.ui, x, y, stream.title);
}

}  // namespace

float sent_aspect(const View& view) {
    const model::Capture& capture = view.model.studio.capture;
    if (capture.phase != CapturePhase::Open || capture.width <= 0 || capture.height <= 0) {
        return usual_aspect;
    }
    return static_cast<float>(capture.width) / static_cast<float>(capture.height);
}

void preview(const View& view, const ui::Rect& rect, float radius, const domain::Stream& stream,
             PreviewKind kind) {
    ui::Ui& ui = view.ui;
    const model::Capture& capture = view.model.studio.capture;
    ui::NodeScope region(ui, ui::Role::Region, view.say(msg::common_preview), rect);
    Curtain content;
    switch (capture.phase) {
        case CapturePhase::Open:
            ui.show_video(kind == PreviewKind::Stage ? "stage" : "preview", rect, radius);
            if (!capture.camera_on) {
                content.symbol = icon::video_off;
                content.title = view.say(msg::console_camera_is_off);
                curtain(view, rect, radius, stream, content, true);
            }
            if (kind == PreviewKind::Stage) return stage_badges(view, rect, stream);
            if (kind == PreviewKind::Check) return;
            if (capture.width > 0) {
                ui::picture_badge(ui, rect.x + ui::space::m, rect.y + ui::space::m,
                                  preview_text(view));
            }
            preview_bar(view, rect, stream);
            return;
        case CapturePhase::Opening:
            content.spinner = true;
            content.title = view.say(msg::console_opening);
            content.text = view.say(msg::console_opening_text);
            break;
        case CapturePhase::Failed:
            content.symbol = icon::video_off;
            content.title = view.say(msg::console_no_camera);
            content.text = capture.problem;
            content.action = view.say(msg::common_try_again);
            break;
        case CapturePhase::Closed:
            content.symbol = icon::camera;
            content.title =
                view.say(stream.status == StreamStatus::Live ? msg::console_no_camera
                                                             : msg::console_preview_first);
            break;
    }
    if (curtain(view, rect, radius, stream, content)) view.want(model::intent::OpenCapture{});
}

}  // namespace lsl::views
