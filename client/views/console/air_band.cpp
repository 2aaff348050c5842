#include "client/views/console/air_band.h"

#include "client/views/wording.h"

#include <chrono>
#include <cmath>
#include <string>

namespace lsl::views {

namespace {

using domain::StreamStatus;
using model::BroadcastStage;
using model::CapturePhase;

constexpr float band_height = 112, band_height_phone = 76;
constexpr float people_width = 220;

enum class Air : std::uint8_t { Off, On, Trouble };

struct Band {
    Air air = Air::Off;
    std::string words;
};

/// What is wrong with what viewers get, the worst first; empty = nothing.
std::string_view lack(const View& view, const wire::InstructorStream& row) {
    const model::Studio& studio = view.model.studio;
    switch (studio.broadcast.stage) {
        case BroadcastStage::Connected: break;
        case BroadcastStage::Connecting:
        case BroadcastStage::Reconnecting: return view.say(msg::air_coming_back);
        case BroadcastStage::Idle:
        case BroadcastStage::Opening:
        case BroadcastStage::Failed:
            // Another device or encoder may be sending.
            return row.statistics.media_health.connected ? std::string_view()
                                                         : view.say(msg::air_nothing_sent);
    }
    const model::Capture& capture = studio.capture;
    if (capture.phase != CapturePhase::Open) return view.say(msg::air_nothing_sent);
    if (!capture.camera_on && !capture.microphone_on) return view.say(msg::air_both_off);
    if (!capture.camera_on) return view.say(msg::air_camera_off);
    if (!capture.microphone_on) return view.say(msg::air_muted);
    return {};
}

Band band_of(const View& view, const wire::InstructorStream& row) {
    const domain::Stream& stream = row.stream;
    if (stream.status == StreamStatus::Live) {
        const std::string_view trouble = lack(view, row);
        if (!trouble.empty()) return {Air::Trouble, std::string(trouble)};
        return {Air::On, std::string(view.say(msg::air_on))};
    }
    const UtcTime start = stream.scheduled_start_time;
    view.wake_at_minute(start);
    if (start <= view.model.now) return {Air::Off, std::string(view.say(msg::air_not_yet))};
    return {
        Air::Off,
        view.say(msg::AirNotYetStarts{view.model.words->time(start, model::TimeStyle::Relative)})};
}

std::string time_on_air(const View& view, const domain::Stream& stream) {
    if (stream.status != StreamStatus::Live || !stream.actual_start_time) return {};
    const double passed =
        std::chrono::duration<double>(view.model.now - *stream.actual_start_time).count();
    view.wake_just_after(1 - (passed - std::floor(passed)));
    return clock(passed);
}

}  // namespace

void air_band(const View& view, ui::Column& column, const wire::InstructorStream& row) {
    const StreamStatus status = row.stream.status;
    if (status == StreamStatus::Ended || status == StreamStatus::Cancelled) return;
    const Band band = band_of(view, row);
    const bool phone = view.ui.phone(), off = band.air == Air::Off;
    const ui::Theme& theme = view.theme();
    const ui::Color fill = off ? theme.surface2 : band.air == Air::On ? theme.live : theme.warning;
    const ui::Color ink = off ? theme.text : band.air == Air::On ? theme.on_live : theme.background;
    const auto large = phone ? ui::TextRole::Stage : ui::TextRole::StageLarge;
    const ui::TextStyle words{.role = off ? ui::TextRole::PageTitle : large, .color = ink};
    const ui::TextStyle figures{.role = large, .color = ink, .tabular = true};

    const ui::Rect place =
        column.take(off ? band_height_phone : (phone ? band_height_phone : band_height));
    ui::fill(view.ui, place, fill, ui::radius::card);
    if (theme.lined()) ui::stroke(view.ui, place, theme.line, ui::radius::card);
    ui::Slices line(ui::inset(place, phone ? ui::space::l : ui::space::xxl, 0), ui::space::l);
    const std::string time = time_on_air(view, row.stream);
    if (!off && !phone && row.statistics.viewers > 0) {
        const std::string people = watching(view, row.statistics.viewers);
        ui::label(view.ui, line.right(people_width), people,
                  {.role = ui::TextRole::PageTitle, .color = ink}, ui::Align::End);
    }
    if (!time.empty()) {
        ui::label(view.ui, line.right(ui::text_width(view.ui, time, figures) + 1), time, figures,
                  ui::Align::End);
    }
    // Said once, when it changes; the clock is no part of what is announced.
    ui::NodeScope status_node(view.ui, ui::Role::Status, band.words, line.rest);
    ui::draw_text(view.ui, line.rest.x, ui::centre_y(line.rest) - ui::line_height(words.role) / 2,
                  ui::ellipsized(view.ui, band.words, words, line.rest.width), words);
}

}  // namespace lsl::views
