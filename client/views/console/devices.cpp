#include "client/views/console/devices.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace lsl::views {

namespace {

using model::CapturePhase;

constexpr float meter_height = 12;
/// Speech sits around -30 to -10 dB of full scale: the meter shows the upper 60 dB, and a factor of
/// ten is 20 dB.
constexpr double meter_decades = 3;

ui::TextField device_field(std::string_view label, std::string name,
                           const std::vector<media::MediaDevice>& devices, std::string_view none) {
    ui::TextField spec;
    spec.label = label;
    spec.field.name = std::move(name);
    for (const media::MediaDevice& device : devices) {
        spec.field.options.push_back({device.id, device.label});
    }
    if (devices.empty()) {
        spec.field.options.push_back({"", std::string(none)});
        spec.disabled = true;
    }
    return spec;
}

/// What the microphone hears, 0 to 1 of the meter.
double shown_level(const model::Capture& capture, float loudness) {
    if (capture.phase != CapturePhase::Open || !capture.microphone_on || loudness <= 0) return 0;
    return std::clamp(1 + std::log10(static_cast<double>(loudness)) / meter_decades, 0.0, 1.0);
}

}  // namespace

void devices(const View& view, ui::Column& column) {
    const model::Capture& capture = view.model.studio.capture;
    std::vector<ui::Column> parts =
        column.width() >= ui::from::form_row ? column.split({1, 1}) : column.split({1});
    std::string camera = capture.camera_id, microphone = capture.microphone_id;
    if (ui::select_field(parts.front(),
                         device_field(view.say(msg::console_camera), "camera", capture.cameras,
                                      view.say(msg::console_no_camera)),
                         camera)
            .changed) {
        view.want(model::intent::ChooseCamera{camera});
    }
    ui::Column& last = parts.back();
    if (ui::select_field(last,
                         device_field(view.say(msg::console_microphone), "microphone",
                                      capture.microphones, view.say(msg::console_no_microphone)),
                         microphone)
            .changed) {
        view.want(model::intent::ChooseMicrophone{microphone});
    }
    ui::level_meter(view.ui, last.after(ui::space::m).take(meter_height),
                    view.say(msg::console_microphone_level),
                    shown_level(capture, std::max(capture.left.level, capture.right.level)),
                    shown_level(capture, std::max(capture.left.held, capture.right.held)));
    column.join(parts);
}

}  // namespace lsl::views
