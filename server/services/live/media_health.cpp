#include "server/services/live/media_health.h"

#include "shared/domain/media/stream_health.h"

namespace lsl::services {

namespace {

/// The picture that viewers with a good line get.
media::LayerStats best_layer(const media::RoomStats& stats) {
    media::LayerStats best;
    for (const media::LayerStats& layer : stats.layers) {
        if (layer.flows && layer.height > best.height) best = layer;
    }
    return best;
}

domain::StreamFigures figures_of(const media::RoomStats& stats, SwitchedOff off) {
    domain::StreamFigures figures;
    figures.connected = stats.publisher_connected;
    figures.has_video = stats.video_codec.has_value();
    figures.video_bits_per_second = static_cast<double>(stats.video_bitrate_bps);
    figures.audio_bits_per_second = static_cast<double>(stats.audio_bitrate_bps);
    figures.frames_per_second = stats.frames_per_second;
    const media::LayerStats best = best_layer(stats);
    figures.width = best.width;
    figures.height = best.height;
    figures.loss_percent = stats.loss_percent;
    figures.round_trip_ms = stats.round_trip_ms;
    figures.camera_off = off.camera;
    figures.muted = off.microphone;
    return figures;
}

}  // namespace

wire::MediaHealth media_health(const media::RoomStats& stats, SwitchedOff off) {
    wire::MediaHealth health;
    health.connected = stats.publisher_connected;
    health.verdict = domain::verdict_name(domain::verdict_of(figures_of(stats, off)));
    if (stats.video_codec) health.video_codec = media::codec_name(*stats.video_codec);
    health.video_bitrate_bps = stats.video_bitrate_bps;
    health.audio_bitrate_bps = stats.audio_bitrate_bps;
    health.frames_per_second = stats.frames_per_second;
    health.loss_percent = stats.loss_percent;
    health.round_trip_ms = stats.round_trip_ms;
    const media::LayerStats best = best_layer(stats);
    health.video_width = best.width;
    health.video_height = best.height;
    health.viewers_without_video = stats.viewers_without_video;
    health.b_frames = stats.b_frames;
    health.camera_off = off.camera;
    health.muted = off.microphone;
    return health;
}

bool other_switched_off(const wire::MediaHealth& a, const wire::MediaHealth& b) {
    return a.camera_off != b.camera_off || a.muted != b.muted;
}

bool media_arrives(const wire::MediaHealth& health) {
    return health.connected && (health.video_bitrate_bps > 0 || health.audio_bitrate_bps > 0);
}

}  // namespace lsl::services
