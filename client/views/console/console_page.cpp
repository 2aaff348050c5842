#include "client/views/pages.h"

#include "client/views/console/air_band.h"
#include "client/views/console/console_panel.h"
#include "client/views/console/hosting.h"
#include "client/views/watch/picture_controls.h"
#include "client/views/watch/player_surface.h"
#include "client/views/wording.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace lsl::views {

namespace {

using domain::StreamStatus;
using model::CapturePhase;

constexpr float skeleton_title_width = 280, skeleton_title_height = 26;
constexpr float meter_height = 12;
constexpr float usual_aspect = 16.0f / 9.0f;
constexpr float most_of_screen = 0.62f, most_of_phone = 0.4f, least_stage = 180;
/// Speech sits around -30 to -10 dB of full scale: the meter shows the upper 60 dB, and a factor of
/// ten is 20 dB.
constexpr double meter_decades = 3;

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
        case model::BroadcastStage::Opening:
        case model::BroadcastStage::Idle: break;
    }
    if (row.statistics.media_health.connected) {
        return {row.stream.status == StreamStatus::Live ? msg::console_on_air_elsewhere
                                                        : msg::console_encoder_connected,
                ui::Tone::Success};
    }
    return {msg::console_not_connected, ui::Tone::Neutral};
}

/// When a planned class starts, in words, beneath its title.
void start_line(const View& view, ui::Column& column, const domain::Stream& stream) {
    if (stream.status != StreamStatus::Scheduled) return;
    const UtcTime start = stream.scheduled_start_time;
    view.wake_at_minute(start);
    const std::string time = view.model.words->time(start, model::TimeStyle::DateTime);
    const std::string relative = view.model.words->time(start, model::TimeStyle::Relative);
    const std::string text = start > view.model.now
                                 ? view.say(msg::ConsoleStarts{time, relative})
                                 : view.say(msg::ConsolePlannedFor{time, relative});
    column.after(ui::space::s).paragraph(joined({text, length_of(view, stream)}), muted(view));
}

/// At the end of the line: the link for viewers to copy, and the form to change the class.
void head_buttons(const View& view, ui::Slices& line, const domain::Stream& stream, bool narrow) {
    ui::Ui& ui = view.ui;
    const bool copied = view.model.copied == "class-link";
    const ui::Button copy{.label = view.say(copied ? msg::common_copied : msg::console_copy_link),
                          .kind = ui::ButtonKind::Outline,
                          .size = ui::ButtonSize::Small,
                          .key = "copy-link"};
    if (ui::button(ui, line.right(ui::button_width(ui, copy)), copy)) {
        view.want(model::intent::CopyText{
            "class-link", view.model.origin + model::url_of(model::watch_page(stream.id))});
    }
    if (stream.status != StreamStatus::Cancelled &&
        ui::icon_button(ui, line.right(ui::size::button_small),
                        {.icon = icon::pencil,
                         .name = view.say(msg::console_change),
                         .kind = ui::IconButtonKind::Secondary,
                         .icon_size = ui::size::icon_inside,
                         .key = "edit"})) {
        view.want(model::intent::EditClass{stream.id});
    }
    // On narrow screens the list of classes leads there.
    if (narrow) return;
    const model::Route people = model::people_page(stream.id);
    const std::string href = model::url_of(people);
    if (ui::icon_button(ui, line.right(ui::size::button_small),
                        {.icon = icon::users,
                         .name = view.say(msg::team_people),
                         .kind = ui::IconButtonKind::Secondary,
                         .icon_size = ui::size::icon_inside,
                         .href = href,
                         .key = "people"})) {
        view.go(people);
    }
}

bool is_over(const domain::Stream& stream) {
    return stream.status == StreamStatus::Ended || stream.status == StreamStatus::Cancelled;
}

/// Title, state of the connection and buttons; on narrow screens the state is below the title.
void head(const View& view, ui::Column& column, const wire::InstructorStream& row) {
    ui::Ui& ui = view.ui;
    const Connection connection = connection_of(view, row);
    const std::string_view state = view.say(connection.text);
    const bool shows_state = !is_over(row.stream);
    const ui::TextStyle style{.role = ui::TextRole::PageTitle};
    const bool narrow = column.width() < ui::from::console_head;
    ui::Slices line({column.x(), column.next(), column.width(), ui::size::button_small},
                    ui::space::s);
    head_buttons(view, line, row.stream, narrow);
    const float pill = shows_state && !narrow ? ui::status_pill_width(ui, state) + ui::space::l : 0;
    const float room = line.rest.width - ui::space::s - pill;
    const float middle = ui::space::xs;  // one line of a title stands in the middle of the buttons
    ui::Column text(ui, column.x(), line.rest.y + middle, room);
    text.heading(row.stream.title, 1, style, narrow ? 2 : 1);
    column.until(std::max(text.bottom(), ui::bottom(line.rest)));
    if (shows_state && narrow) {
        const ui::Rect place = column.after(ui::space::m).take(ui::status_pill_height);
        ui::status_pill(ui, place.x, place.y, state, connection.tone, connection.moving);
    } else if (shows_state) {
        const std::string shown = ui::ellipsized(ui, row.stream.title, style, room);
        ui::status_pill(ui, column.x() + ui::text_width(ui, shown, style) + ui::space::l,
                        ui::centre_y(line.rest) - ui::status_pill_height / 2, state,
                        connection.tone, connection.moving);
    }
    start_line(view, column, row.stream);
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

void preview(const View& view, const ui::Rect& rect, float radius, const domain::Stream& stream) {
    ui::Ui& ui = view.ui;
    const model::Capture& capture = view.model.studio.capture;
    ui::NodeScope region(ui, ui::Role::Region, view.say(msg::common_preview), rect);
    Curtain content;
    switch (capture.phase) {
        case CapturePhase::Open:
            ui.show_video("preview", rect, radius);
            if (!capture.camera_on) {
                content.symbol = icon::video_off;
                content.title = view.say(msg::console_camera_is_off);
                curtain(view, rect, radius, stream, content, true);
            }
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
                    view.say(msg::console_microphone_level), shown_level(capture, capture.level),
                    shown_level(capture, capture.peak));
    column.join(parts);
}

void console_missing(const View& view, ui::Page& page, const Error& error) {
    unseen_title(view, view.say(msg::studio_broadcast), page);
    const bool gone = error.code == ErrorCode::NotFound;
    page.after(ui::space::xxl);
    if (!ui::error_state(page, view.say(gone ? msg::watch_missing : msg::watch_unshown),
                         gone ? view.say(msg::console_missing_text) : view.explain(error),
                         view.say(gone ? msg::common_your_classes : msg::common_try_again))) {
        return;
    }
    if (gone) return view.go(model::page(model::Page::StudioClasses));
    view.want(model::intent::Retry{});
}

void on_its_way(const View& view, ui::Page& page) {
    unseen_title(view, view.say(msg::studio_broadcast), page);
    ui::skeleton(page, skeleton_title_width, skeleton_title_height);
    const float width = page.width() >= ui::from::side_panel
                            ? page.width() - ui::size::side_panel - ui::space::xxl
                            : page.width();
    page.after(ui::space::xxl);
    ui::skeleton(page, width, ui::with_aspect(0, 0, width).height, ui::radius::picture);
}

/// The camera's picture as it is sent, or what became of the class.
void stage(const View& view, ui::Column& column, const wire::InstructorStream& row) {
    if (is_over(row.stream)) {
        const ui::Rect place = column.take(ui::with_aspect(0, 0, column.width()).height);
        return class_over(view, place, ui::radius::picture, row);
    }
    const model::Capture& capture = view.model.studio.capture;
    const bool known =
        capture.phase == CapturePhase::Open && capture.width > 0 && capture.height > 0;
    const float aspect =
        known ? static_cast<float>(capture.width) / static_cast<float>(capture.height)
              : usual_aspect;
    // The buttons below shall be on the same screen.
    const float share = view.ui.phone() ? most_of_phone : most_of_screen;
    const float most = std::max(view.ui.height() * share, least_stage);
    const float height = std::min(column.width() / aspect, most);
    const ui::Rect place = column.take(height * aspect, height, ui::Align::Centre);
    preview(view, place, ui::radius::picture, row.stream);
}

void console(const View& view, ui::Page& page, const wire::InstructorStream& row) {
    head(view, page, row);
    air_band(view, page, row);
    const bool wide = page.width() >= ui::from::side_panel;
    // On a phone the panel is below the picture; what cannot wait comes first.
    if (!wide && asks_for_air(view, row)) air_question(view, page, row);
    if (wide) {
        const float main_width = page.width() - ui::size::side_panel - ui::space::xxl;
        std::vector<ui::Column> parts =
            page.split({main_width, ui::size::side_panel}, ui::space::xxl);
        const float top = page.next();
        stage(view, parts.front(), row);
        if (!is_over(row.stream)) devices(view, parts.front());
        const float least = parts.front().bottom() - top;
        parts.front().after(ui::space::xxl);
        hosting_facts(view, parts.front(), row);
        console_panel(view, parts.back(), least, row);
        page.join(parts);
    } else {
        stage(view, page, row);
        page.after(ui::space::l);
        console_panel(view, page, 0, row, PanelPlace::Below);
        page.after(ui::space::xxl);
        if (!is_over(row.stream)) {
            devices(view, page);
            page.after(ui::space::xxl);
        }
        hosting_facts(view, page, row);
    }
    if (is_over(row.stream)) return;
    page.after(ui::space::xxl);
    other_encoders(view, page, row);
}

}  // namespace

void console_page(const View& view) {
    ui::Page page(view.ui);
    const StreamId id = view.model.route.stream;
    const wire::InstructorStream* row = view.model.studio.find(id);
    const auto found = view.model.studio.missing.find(id);
    if (row != nullptr) {
        console(view, page, *row);
    } else if (found != view.model.studio.missing.end()) {
        console_missing(view, page, found->second);
    } else {
        on_its_way(view, page);
    }
    page.end();
}

}  // namespace lsl::views
