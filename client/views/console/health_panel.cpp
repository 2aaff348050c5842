#include "client/views/console/health_panel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>

#include "client/views/studio/figure_tiles.h"
#include "client/views/wording.h"
#include "shared/domain/media/stream_health.h"

namespace lsl::views {

namespace {

using domain::HealthAdvice;
using domain::HealthVerdict;
using domain::StreamFigures;

/// More would not be read while teaching.
constexpr std::size_t kMostAdvice = 2;
constexpr double kWarmUpSeconds = 12;
constexpr double kMillisecondsPerSecond = 1000, kPercent = 100;
constexpr double kBitsPerKilobit = 1000, kBitsPerMegabit = 1e6;
constexpr double kUsualFrames = 30;
constexpr std::string_view kUnknown = "\u2013";

bool sends_from_here(const View& view) {
    return view.model.studio.broadcast.stage == model::BroadcastStage::Connected;
}

/// What the server sees.
StreamFigures arriving(const wire::MediaHealth& server) {
    StreamFigures f;
    f.connected = server.connected;
    f.has_video = !server.video_codec.empty();
    f.video_bits_per_second = static_cast<double>(server.video_bitrate_bps);
    f.audio_bits_per_second = static_cast<double>(server.audio_bitrate_bps);
    f.frames_per_second = server.frames_per_second;
    f.width = static_cast<int>(server.video_width);
    f.height = static_cast<int>(server.video_height);
    f.loss_percent = server.loss_percent;
    f.round_trip_ms = server.round_trip_ms;
    f.viewers_without_video = server.viewers_without_video;
    f.b_frames = server.b_frames;
    f.camera_off = server.camera_off;
    f.muted = server.muted;
    return f;
}

/// What this page knows better about what it sends.
void take_own(StreamFigures& f, const model::Broadcast& own, const model::Capture& capture) {
    // The server's figures are a second behind.
    if (!f.connected) f.audio_bits_per_second = -1;
    f.connected = true;
    f.has_video = f.has_video || own.frames_per_second > 0;
    if (own.bits_per_second > 0) {
        f.video_bits_per_second =
            own.bits_per_second - std::clamp(f.audio_bits_per_second, 0.0, own.bits_per_second);
    }
    if (own.frames_per_second > 0) f.frames_per_second = own.frames_per_second;
    if (own.height > 0) {
        f.width = own.width;
        f.height = own.height;
    }
    if (own.round_trip_s >= 0) f.round_trip_ms = own.round_trip_s * kMillisecondsPerSecond;
    f.loss_percent = own.lost_fraction * kPercent;
    f.camera_off = !capture.camera_on;
    f.muted = !capture.microphone_on;
    f.camera_height = capture.height;
    f.camera_frames_per_second = capture.frames_per_second;
    // Encoders begin small and feel their way up.
    if (own.connected_s < kWarmUpSeconds) return;
    if (own.limited_by == "bandwidth") f.held_back_by = domain::HeldBackBy::Upload;
    if (own.limited_by == "cpu") f.held_back_by = domain::HeldBackBy::Computer;
}

msg::Plain word_for(HealthVerdict verdict) {
    switch (verdict) {
        case HealthVerdict::Good: return msg::console_health_good;
        case HealthVerdict::Fair: return msg::console_health_fair;
        case HealthVerdict::Poor: return msg::console_health_poor;
        case HealthVerdict::Offline: break;
    }
    return msg::console_health_offline;
}

ui::Color color_of(const View& view, HealthVerdict verdict) {
    switch (verdict) {
        case HealthVerdict::Good: return view.theme().success;
        case HealthVerdict::Fair: return view.theme().warning;
        case HealthVerdict::Poor: return view.theme().danger;
        case HealthVerdict::Offline: break;
    }
    return view.theme().muted;
}

std::string megabits(const View& view, double bits_per_second) {
    return view.model.words->number(bits_per_second / kBitsPerMegabit, 1);
}

std::string sentence(const View& view, HealthAdvice advice, const StreamFigures& f,
                     const wire::MediaHealth& server) {
    const auto text = [&](msg::Plain message) { return std::string(view.say(message)); };
    switch (advice) {
        case HealthAdvice::CameraOff: return text(msg::health_camera_off);
        case HealthAdvice::Muted: return text(msg::health_muted);
        case HealthAdvice::NoPicture: return text(msg::health_no_picture);
        case HealthAdvice::UploadTooSlow: {
            const double wanted =
                domain::bits_wanted(std::max(f.height, f.camera_height), kUsualFrames);
            return view.say(msg::HealthUploadSlow{megabits(view, f.video_bits_per_second),
                                                  megabits(view, wanted)});
        }
        case HealthAdvice::ComputerTooSlow:
            return view.say(msg::HealthComputerSlow{std::llround(f.frames_per_second)});
        case HealthAdvice::PacketsGetLost:
            return view.say(msg::HealthPacketsLost{view.model.words->number(f.loss_percent, 1)});
        case HealthAdvice::BFrames: return text(msg::health_b_frames);
        case HealthAdvice::CodecUnknownToSome:
            return view.say(msg::HealthCodecUnknown{f.viewers_without_video, server.video_codec,
                                                    server.video_codec == "H264" ? "VP8" : "H264"});
        case HealthAdvice::NoSound: return text(msg::health_no_sound);
        case HealthAdvice::CoarsePicture:
            return view.say(msg::HealthCoarsePicture{megabits(view, f.video_bits_per_second)});
        case HealthAdvice::FewFrames:
            return view.say(msg::HealthFewFrames{std::llround(f.frames_per_second)});
        case HealthAdvice::SlowAnswers:
            return view.say(msg::HealthSlowAnswers{std::llround(f.round_trip_ms)});
    }
    return {};
}

/// "Picture   1280 × 720, H264": a name at the start, what it is at the end.
void fact(const View& view, ui::Column& column, std::string_view name, const std::string& is) {
    const ui::TextStyle quiet = muted(view, ui::TextRole::Small);
    ui::Slices line = column.row(ui::line_height(quiet.role), ui::space::m);
    ui::label(view.ui, line.left(ui::text_width(view.ui, name, quiet) + 1), name, quiet);
    ui::label(view.ui, line.rest, is, {.role = ui::TextRole::Small, .tabular = true},
              ui::Align::End);
    column.after(ui::space::xs);
}

std::string picture_text(const View& view, const StreamFigures& f, std::string_view codec) {
    if (f.height <= 0) return std::string(codec);
    std::string text = std::to_string(f.width) + " \u00D7 " + std::to_string(f.height);
    const bool smaller = f.camera_height > f.height;
    if (smaller) text = view.say(msg::HealthOf{text, f.camera_height});
    if (!codec.empty()) text += ", " + std::string(codec);
    return text;
}

void facts(const View& view, ui::Column& column, const StreamFigures& f, std::string_view codec) {
    const std::string none(kUnknown);
    const std::string picture = picture_text(view, f, codec);
    fact(view, column, view.say(msg::health_picture), picture.empty() ? none : picture);
    fact(view, column, view.say(msg::health_sound),
         f.audio_bits_per_second > 0
             ? view.say(msg::HealthKbit{std::llround(f.audio_bits_per_second / kBitsPerKilobit)})
             : none);
    fact(view, column, view.say(msg::health_lost),
         view.say(msg::HealthPercent{view.model.words->number(f.loss_percent, 1)}));
}

void tiles(const View& view, ui::Column& column, const StreamFigures& f) {
    const auto shown = [&](std::string figure) {
        return f.connected ? std::move(figure) : std::string(kUnknown);
    };
    const double bits = f.video_bits_per_second + std::max(0.0, f.audio_bits_per_second);
    figure_tiles(
        view, column,
        {{{shown(megabits(view, bits)), std::string(view.say(msg::unit_mbit)), Counted::BitRate},
          {shown(view.number(std::llround(f.frames_per_second))),
           std::string(view.say(msg::unit_fps)), Counted::FrameRate},
          {shown(view.number(std::llround(f.round_trip_ms))), std::string(view.say(msg::unit_ms)),
           Counted::RoundTrip}}});
}

/// "Stream health", and beside it the verdict in one word.
void verdict_line(const View& view, ui::Column& column, std::string_view title,
                  HealthVerdict verdict) {
    const ui::TextStyle style{.role = ui::TextRole::BodyStrong};
    ui::Slices line = column.row(ui::line_height(style.role));
    const ui::Rect name = line.left(ui::text_width(view.ui, title, style) + 1);
    ui::heading(view.ui, name.x, name.y, name.width, title, 2, style, 1);
    ui::label(view.ui, line.rest, view.say(word_for(verdict)),
              {.role = ui::TextRole::Body, .color = color_of(view, verdict)});
}

StreamFigures figures_of(const View& view, const wire::InstructorStream& row) {
    const model::Studio& studio = view.model.studio;
    StreamFigures figures = arriving(row.statistics.media_health);
    if (sends_from_here(view)) take_own(figures, studio.broadcast, studio.capture);
    return figures;
}

}  // namespace

HealthLine health_line(const View& view, const wire::InstructorStream& row) {
    const StreamFigures figures = figures_of(view, row);
    const double bits =
        figures.video_bits_per_second + std::max(0.0, figures.audio_bits_per_second);
    const std::string rate = megabits(view, bits) + " " + std::string(view.say(msg::unit_mbit));
    switch (domain::verdict_of(figures)) {
        case HealthVerdict::Good: return {view.say(msg::StageWell{rate}), ui::Tone::Success};
        case HealthVerdict::Fair: return {view.say(msg::StageFair{rate}), ui::Tone::Warning};
        case HealthVerdict::Poor: return {view.say(msg::StagePoor{rate}), ui::Tone::Danger};
        case HealthVerdict::Offline: break;
    }
    return {std::string(view.say(msg::air_nothing_sent)), ui::Tone::Neutral};
}

void health_panel(const View& view, ui::Column& column, const wire::InstructorStream& row) {
    const wire::MediaHealth& server = row.statistics.media_health;
    const model::Broadcast& own = view.model.studio.broadcast;
    const StreamFigures figures = figures_of(view, row);

    const std::string_view title = view.say(msg::console_stream_health);
    ui::NodeScope region(view.ui, ui::Role::Region, title);
    verdict_line(view, column, title, domain::verdict_of(figures));
    column.after(ui::space::s);
    tiles(view, column, figures);
    if (figures.connected) {
        const bool here = sends_from_here(view) && !own.codec.empty();
        column.after(ui::space::m);
        facts(view, column, figures, here ? own.codec : server.video_codec);
    }
    const auto warn = [&](const std::string& text) {
        column.after(ui::space::m);
        ui::banner(column, ui::Tone::Warning, text);
    };
    if (!server.recording_trouble.empty()) warn(server.recording_trouble);
    auto advice = domain::advice_for(figures);
    if (advice.size() > kMostAdvice) advice.resize(kMostAdvice);
    for (const HealthAdvice one : advice) warn(sentence(view, one, figures, server));
}

}  // namespace lsl::views
