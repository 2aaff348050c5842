#include "client/views/pages.h"

#include "client/views/console_panel.h"
#include "client/views/hosting.h"
#include "client/views/player_surface.h"
#include "client/views/wording.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace lsl::views {

namespace {

using domain::StreamStatus;
using model::CaptureStage;

constexpr float side_width = 340, side_gap = 24, between = 16;
constexpr ui::Color white = ui::rgb(0xFFFFFF);

struct Connection {
    msg::Plain text;
    ui::Tone tone;
    bool moving = false;
};

Connection connection_of(const View& view, const wire::InstructorStream& row) {
    switch (view.model.studio.broadcast.stage) {
        case model::BroadcastStage::Connected: return {msg::console_connected, ui::Tone::Success};
        case model::BroadcastStage::Connecting:
            return {msg::console_connecting, ui::Tone::Warning, true};
        case model::BroadcastStage::Reconnecting:
            return {msg::console_reconnecting, ui::Tone::Warning, true};
        case model::BroadcastStage::Failed: return {msg::console_not_connected, ui::Tone::Danger};
        case model::BroadcastStage::Idle: break;
    }
    if (row.statistics.media_health.connected)
        return {msg::console_encoder_connected, ui::Tone::Success};
    return {msg::console_not_connected, ui::Tone::Neutral};
}

void head(const View& view, const ui::Page& page, float& y, const wire::InstructorStream& row) {
    ui::Ui& ui = view.ui;
    const bool copied = view.model.copied == "class-link";
    const ui::Button copy{.label = view.say(copied ? msg::common_copied : msg::console_copy_link),
                          .kind = ui::ButtonKind::Outline,
                          .size = ui::ButtonSize::Small,
                          .key = "copy-link"};
    const float copy_width = ui::button_width(ui, copy);
    float right = page.x + page.width - copy_width;
    if (ui::button(ui, {right, y, copy_width, ui::size::button_small}, copy)) {
        view.want(model::intent::CopyText{
            "class-link", view.model.origin + model::url_of(model::watch_page(row.stream.id))});
    }
    right -= 8 + ui::size::button_small;
    if (row.stream.status != StreamStatus::Cancelled &&
        ui::icon_button(ui, {right, y, ui::size::button_small, ui::size::button_small},
                        {.icon = icon::pencil,
                         .name = view.say(msg::console_change),
                         .kind = ui::IconButtonKind::Secondary,
                         .icon_size = 18,
                         .key = "edit"})) {
        view.want(model::intent::EditClass{row.stream.id});
    }
    const Connection connection = connection_of(view, row);
    const bool over =
        row.stream.status == StreamStatus::Ended || row.stream.status == StreamStatus::Cancelled;
    const float pill = over ? 0 : ui::status_pill_width(ui, view.say(connection.text));
    const ui::TextStyle title{.role = ui::TextRole::PageTitle};
    const float line = ui::line_height(title.role);
    if (page.width < 620) {
        const float height =
            ui::heading(ui, page.x, y + 4, right - 12 - page.x, row.stream.title, 1, title, 2);
        y += std::max(height + 8, ui::size::button_small) + 8;
        if (!over) {
            ui::status_pill(ui, page.x, y, view.say(connection.text), connection.tone,
                            connection.moving);
            y += 34 + 14;
        }
        return;
    }
    const float room = right - 12 - pill - 14 - page.x;
    const std::string shown = ui::ellipsized(ui, row.stream.title, title, room);
    ui::heading(ui, page.x, y + (ui::size::button_small - line) / 2, room, row.stream.title, 1,
                title, 1);
    if (!over) {
        ui::status_pill(ui, page.x + ui::text_width(ui, shown, title) + 14, y + 2,
                        view.say(connection.text), connection.tone, connection.moving);
    }
    y += ui::size::button_small + 18;
}

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
    view.wake_in(1.02 - (passed - std::floor(passed)));
    return view.say(msg::ConsoleLiveClock{clock(passed)});
}

/// Switches for camera and microphone over the lower edge of the preview, and the time on air.
void preview_bar(const View& view, const ui::Rect& rect, const domain::Stream& stream) {
    ui::Ui& ui = view.ui;
    const model::Capture& capture = view.model.studio.capture;
    const float depth = 78;
    ui::vertical_gradient(ui, {rect.x, ui::bottom(rect) - depth, rect.width, depth},
                          ui::rgb(0x000000).faded(0), ui::rgb(0x000000).faded(0.7f));
    const float y = ui::bottom(rect) - 44;
    const auto toggle = [&](float x, char32_t symbol, std::string_view name, std::string_view key) {
        return ui::icon_button(ui, {x, y, 40, 40},
                               {.icon = symbol,
                                .name = name,
                                .kind = ui::IconButtonKind::OnPicture,
                                .icon_size = 22,
                                .key = key});
    };
    if (toggle(rect.x + 7, capture.camera_on ? icon::video : icon::video_off,
               view.say(capture.camera_on ? msg::console_camera_off : msg::console_camera_on),
               "camera")) {
        view.want(model::intent::ToggleCamera{});
    }
    if (toggle(rect.x + 47, capture.microphone_on ? icon::mic : icon::mic_off,
               view.say(capture.microphone_on ? msg::console_mute : msg::console_unmute),
               "microphone")) {
        view.want(model::intent::ToggleMicrophone{});
    }
    ui::label(ui, {rect.x + 100, y, rect.width - 116, 40}, live_clock(view, stream),
              {.role = ui::TextRole::SmallStrong, .color = white, .tabular = true}, ui::Align::End);
}

void preview(const View& view, const ui::Rect& rect, float radius, const domain::Stream& stream) {
    ui::Ui& ui = view.ui;
    const model::Capture& capture = view.model.studio.capture;
    ui::NodeScope region(ui, ui::Role::Region, view.say(msg::common_preview), rect);
    Curtain content;
    switch (capture.stage) {
        case CaptureStage::Open:
            ui.show_video("preview", rect, radius);
            if (!capture.camera_on) {
                content.symbol = icon::video_off;
                content.title = view.say(msg::console_camera_is_off);
                curtain(view, rect, radius, stream, content, true);
            }
            if (capture.width > 0) {
                ui::picture_badge(ui, rect.x + 12, rect.y + 12, preview_text(view));
            }
            preview_bar(view, rect, stream);
            return;
        case CaptureStage::Opening:
            content.spinner = true;
            content.title = view.say(msg::console_opening);
            content.text = view.say(msg::console_opening_text);
            break;
        case CaptureStage::Failed:
            content.symbol = icon::video_off;
            content.title = view.say(msg::console_no_camera);
            content.text = capture.problem;
            content.action = view.say(msg::common_try_again);
            break;
        case CaptureStage::Closed:
            content.symbol = icon::camera;
            content.title = view.say(msg::console_preview_first);
            break;
    }
    if (curtain(view, rect, radius, stream, content)) view.want(model::intent::OpenCapture{});
}

ui::TextField device_field(std::string_view label, std::string name,
                           const std::vector<model::Device>& devices, std::string_view none) {
    ui::TextField spec;
    spec.label = label;
    spec.field.name = std::move(name);
    for (const model::Device& device : devices) {
        spec.field.options.push_back({device.id, device.label});
    }
    if (devices.empty()) {
        spec.field.options.push_back({"", std::string(none)});
        spec.disabled = true;
    }
    return spec;
}

float devices(const View& view, float x, float y, float width) {
    ui::Ui& ui = view.ui;
    const model::Capture& capture = view.model.studio.capture;
    const bool pair = width >= 520;
    const float each = pair ? (width - between) / 2 : width;
    std::string camera = capture.camera_id, microphone = capture.microphone_id;
    const ui::FieldResult cameras =
        ui::select_field(ui, x, y, each,
                         device_field(view.say(msg::console_camera), "camera", capture.cameras,
                                      view.say(msg::console_no_camera)),
                         camera);
    if (cameras.changed) view.want(model::intent::ChooseCamera{camera});
    const float second_x = pair ? x + each + between : x;
    const float second_y = pair ? y : y + cameras.height + 16;
    const ui::FieldResult microphones =
        ui::select_field(ui, second_x, second_y, each,
                         device_field(view.say(msg::console_microphone), "microphone",
                                      capture.microphones, view.say(msg::console_no_microphone)),
                         microphone);
    if (microphones.changed) view.want(model::intent::ChooseMicrophone{microphone});
    float bottom = second_y + microphones.height;
    const bool open = capture.stage == CaptureStage::Open;
    // Speech sits around -30 to -10 dB of full scale: the meter shows 60 dB.
    const auto shown = [&](float loudness) {
        if (!open || !capture.microphone_on || loudness <= 0) return 0.0;
        return std::clamp(1 + std::log10(static_cast<double>(loudness)) / 3, 0.0, 1.0);
    };
    ui::level_meter(ui, {second_x, bottom + 10, each, 12}, view.say(msg::console_microphone_level),
                    shown(capture.level), shown(capture.peak));
    return bottom + 22;
}

void missing(const View& view, const Error& error) {
    ui::Page page(view.ui);
    unseen_title(view, view.say(msg::studio_broadcast), page.x, page.y);
    const bool gone = error.code == ErrorCode::NotFound;
    const ui::StateResult state =
        ui::error_state(view.ui, page.x, page.y + 24, page.width,
                        view.say(gone ? msg::watch_missing : msg::watch_unshown),
                        gone ? view.say(msg::console_missing_text) : view.explain(error),
                        view.say(gone ? msg::common_your_classes : msg::common_try_again));
    if (state.action && gone) view.go(model::page(model::Page::StudioClasses));
    if (state.action && !gone) view.want(model::intent::Retry{});
    page.end(page.y + 24 + state.height);
}

}  // namespace

void console_page(const View& view) {
    ui::Ui& ui = view.ui;
    const StreamId id = view.model.route.stream;
    const wire::InstructorStream* row = view.model.studio.find(id);
    if (row == nullptr) {
        const auto found = view.model.studio.missing.find(id);
        if (found != view.model.studio.missing.end()) return missing(view, found->second);
        ui::Page page(ui);
        unseen_title(view, view.say(msg::studio_broadcast), page.x, page.y);
        ui::skeleton(ui, {page.x, page.y + 6, 280, 26});
        ui::skeleton(ui, ui::with_aspect(page.x, page.y + 56, std::min(page.width, 788.0f)),
                     ui::radius::picture);
        page.end(page.y + 520);
        return;
    }
    ui::Page page(ui);
    float y = page.y;
    head(view, page, y, *row);
    const bool wide = page.width >= 900;
    const float main_width = wide ? page.width - side_width - side_gap : page.width;
    const ui::Rect video = ui::with_aspect(page.x, y, main_width);
    const bool over =
        row->stream.status == StreamStatus::Ended || row->stream.status == StreamStatus::Cancelled;
    float below = ui::bottom(video);
    if (over) {
        class_over(view, video, ui::radius::picture, *row);
    } else {
        preview(view, video, ui::radius::picture, row->stream);
        below = devices(view, page.x, below + 16, main_width);
    }
    const float text_width = std::min(main_width, 590.0f);
    float end = 0;
    if (wide) {
        const float least = below - y;
        below = hosting_facts(view, page.x, below + 24, text_width, *row);
        end = std::max(
            below, console_panel(view, page.x + main_width + side_gap, y, side_width, least, *row));
    } else {
        end = console_panel(view, page.x, below + 24, main_width, 0, *row);
        end = hosting_facts(view, page.x, end + 24, text_width, *row);
    }
    if (!over) end = other_encoders(view, page.x, end + 24, page.width, *row);
    page.end(end);
}

}  // namespace lsl::views
