#include "server/services/media_health.h"

namespace lsl::services {

namespace {

// Lost packets are asked for again, so a few per cent only cost delay; beyond, pictures freeze.
constexpr double poor_loss_percent = 5;
constexpr double fair_loss_percent = 1;
constexpr double poor_round_trip_ms = 400;
constexpr double fair_round_trip_ms = 200;
constexpr std::int64_t poor_video_bps = 150'000;
constexpr std::int64_t fair_video_bps = 500'000;
constexpr double poor_frame_rate = 8;
constexpr double fair_frame_rate = 18;

std::string_view verdict_of(const media::RoomStats& stats) {
    if (!stats.publisher_connected) return "offline";
    const bool has_video = stats.video_codec.has_value();
    const auto beyond = [&](double loss, double round_trip, std::int64_t bps, double rate) {
        return stats.loss_percent > loss || stats.round_trip_ms > round_trip ||
               (has_video && (stats.video_bitrate_bps < bps || stats.frames_per_second < rate));
    };
    if (beyond(poor_loss_percent, poor_round_trip_ms, poor_video_bps, poor_frame_rate)) {
        return "poor";
    }
    if (beyond(fair_loss_percent, fair_round_trip_ms, fair_video_bps, fair_frame_rate)) {
        return "fair";
    }
    return "good";
}

}  // namespace

wire::MediaHealth media_health(const media::RoomStats& stats) {
    wire::MediaHealth health;
    health.connected = stats.publisher_connected;
    health.verdict = verdict_of(stats);
    if (stats.video_codec) health.video_codec = media::codec_name(*stats.video_codec);
    health.video_bitrate_bps = stats.video_bitrate_bps;
    health.audio_bitrate_bps = stats.audio_bitrate_bps;
    health.frames_per_second = stats.frames_per_second;
    health.loss_percent = stats.loss_percent;
    health.round_trip_ms = stats.round_trip_ms;
    return health;
}

}  // namespace lsl::services
