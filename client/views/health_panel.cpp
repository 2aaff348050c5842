#include "client/views/health_panel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>

#include "client/views/figure_tiles.h"
#include "client/views/wording.h"
#include "shared/domain/stream_health.h"

namespace lsl::views {

namespace {

using domain::HealthAdvice;
using domain::HealthVerdict;
using domain::StreamFigures;

/// More would not be read while teaching.
constexpr std::size_t kMostAdvice = 2;
constexpr double kWarmUpSeconds = 12;

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
    if (own.round_trip_s >= 0) f.round_trip_ms = own.round_trip_s * 1000;
    f.loss_percent = own.lost_fraction * 100;
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
    return view.model.words->number(bits_per_second / 1e6, 1);
}

std::string sentence(const View& view, HealthAdvice advice, const StreamFigures& f,
                     const wire::MediaHealth& server) {
    const auto text = [&](msg::Plain message) { return std::string(view.say(message)); };
    switch (advice) {
        case HealthAdvice::NoPicture: return text(msg::health_no_picture);
        case HealthAdvice::UploadTooSlow: {
            const double wanted = domain::bits_wanted(std::max(f.height, f.camera_height), 30);
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
float fact(const View& view, float x, float y, float width, std::string_view name,
           const std::string& is) {
    const ui::TextStyle quiet = muted(view, ui::TextRole::Small);
    const float line = ui::line_height(quiet.role);
    const float wide = ui::text_width(view.ui, name, quiet) + 1;
    ui::label(view.ui, {x, y, wide, line}, name, quiet);
    ui::label(view.ui, {x + wide + 12, y, width - wide - 12, line}, is,
              {.role = ui::TextRole::Small, .tabular = true}, ui::Align::End);
    return y + line + 5;
}

std::string picture_text(const View& view, const StreamFigures& f, std::string_view codec) {
    if (f.height <= 0) return std::string(codec);
    std::string text = std::to_string(f.width) + " \u00D7 " + std::to_string(f.height);
    const bool smaller = f.camera_height > f.height;
    if (smaller) text = view.say(msg::HealthOf{text, f.camera_height});
    if (!codec.empty()) text += ", " + std::string(codec);
    return text;
}

float facts(const View& view, float x, float y, float width, const StreamFigures& f,
            std::string_view codec) {
    const std::string none = "\u2013";
    const std::string picture = picture_text(view, f, codec);
    y = fact(view, x, y, width, view.say(msg::health_picture), picture.empty() ? none : picture);
    y = fact(view, x, y, width, view.say(msg::health_sound),
             f.audio_bits_per_second > 0
                 ? view.say(msg::HealthKbit{std::llround(f.audio_bits_per_second / 1000)})
                 : none);
    return fact(view, x, y, width, view.say(msg::health_lost),
                view.say(msg::HealthPercent{view.model.words->number(f.loss_percent, 1)}));
}

float tiles(const View& view, float x, float y, float width, const StreamFigures& f) {
    const std::string none = "\u2013";
    const auto shown = [&](std::string figure) { return f.connected ? std::move(figure) : none; };
    figure_tiles(
        view, x, y, width,
        {{{shown(megabits(view, f.video_bits_per_second + std::max(0.0, f.audio_bits_per_second))),
           std::string(view.say(msg::unit_mbit))},
          {shown(view.number(std::llround(f.frames_per_second))),
           std::string(view.say(msg::unit_fps))},
          {shown(view.number(std::llround(f.round_trip_ms))),
           std::string(view.say(msg::unit_ms))}}});
    return y + ui::stat_tile_height;
}

}  // namespace

float health_panel(const View& view, float x, float y, float width,
                   const wire::InstructorStream& row) {
    ui::Ui& ui = view.ui;
    const wire::MediaHealth& server = row.statistics.media_health;
    const model::Broadcast& own = view.model.studio.broadcast;
    StreamFigures figures = arriving(server);
    if (sends_from_here(view)) take_own(figures, own, view.model.studio.capture);
    const HealthVerdict verdict = domain::verdict_of(figures);

    const std::string_view heading = view.say(msg::console_stream_health);
    ui::NodeScope region(ui, ui::Role::Region, heading);
    const ui::TextStyle style{.role = ui::TextRole::BodyStrong};
    const float line = ui::line_height(style.role);
    ui::heading(ui, x, y, width, heading, 2, style, 1);
    ui::label(ui, {x + ui::text_width(ui, heading, style) + 10, y, 100, line},
              view.say(word_for(verdict)),
              {.role = ui::TextRole::Body, .color = color_of(view, verdict)});
    y = tiles(view, x, y + line + 9, width, figures);
    if (figures.connected) {
        const bool here = sends_from_here(view) && !own.codec.empty();
        y = facts(view, x, y + 12, width, figures, here ? own.codec : server.video_codec) - 5;
    }
    const auto warn = [&](ui::Tone tone, const std::string& text) {
        y += 10 + ui::banner(ui, x, y + 10, width, tone, text).height;
    };
    if (!server.recording_trouble.empty()) warn(ui::Tone::Warning, server.recording_trouble);
    auto advice = domain::advice_for(figures);
    if (advice.size() > kMostAdvice) advice.resize(kMostAdvice);
    for (const HealthAdvice one : advice) {
        warn(ui::Tone::Warning, sentence(view, one, figures, server));
    }
    return y;
}

}  // namespace lsl::views
