#include "server/media/room/room_report.h"

#include <algorithm>

namespace lsl::media {
namespace {

/// One entry a layer that was negotiated, begun or not.
std::vector<LayerStats> layer_stats(const Room& room, MonoTime now) {
    std::vector<LayerStats> all;
    for (std::size_t i = 0; i < room.layers; ++i) {
        const RoomTrack& layer = room.video[i];
        LayerStats one;
        one.rid = layer.rid;
        one.width = layer.size.width;
        one.height = layer.size.height;
        one.flows = room.flows(i);
        one.bitrate_bps = one.flows ? layer.bytes.per_second(now) * 8 : 0;
        one.frames_per_second = static_cast<double>(layer.frames.per_second(now));
        all.push_back(std::move(one));
    }
    return all;
}

void report_publisher(const Session& session, const Room& room, MonoTime now, RoomStats& stats) {
    const Publisher& publisher = *session.publisher;
    stats.publisher_connected = true;
    stats.publisher_pulled = session.pulled;
    stats.video_codec = publisher.video_codec();
    stats.layers = layer_stats(room, now);
    for (const LayerStats& layer : stats.layers) stats.video_bitrate_bps += layer.bitrate_bps;
    stats.audio_bitrate_bps = room.audio.bytes.per_second(now) * 8;
    const RoomTrack& best = room.video[room.best_layer(now)];
    stats.frames_per_second = static_cast<double>(best.frames.per_second(now));
    stats.loss_percent = publisher.loss_percent();
    auto round_trip = publisher.round_trip();
    if (round_trip.count() == 0) round_trip = session.transport.handshake_round_trip();
    stats.round_trip_ms = static_cast<double>(round_trip.count()) / 1000.0;
    stats.b_frames = publisher.has_b_frames();
}

}  // namespace

RoomStats report_room(const Room& room, MonoTime now) {
    RoomStats stats;
    for (const Session* session : room.viewers) {
        if (!session->counts()) continue;
        ++stats.viewers;
        if (session->viewer->cannot_decode()) ++stats.viewers_without_video;
    }
    stats.packets_forwarded = room.packets_forwarded;
    if (room.publisher != nullptr && room.publisher->publisher) {
        report_publisher(*room.publisher, room, now, stats);
    }
    return stats;
}

ViewerLayers report_layers(const Session& session, MonoTime now) {
    const Room& room = *session.room;
    ViewerLayers found;
    found.on_air = room.publisher != nullptr;
    found.viewers = std::count_if(room.viewers.begin(), room.viewers.end(),
                                  [](const Session* one) { return one->counts(); });
    if (session.negotiation.video) found.line = session.negotiation.video->line;
    found.layers = layer_stats(room, now);
    const std::size_t layer = session.viewer->layer();
    if (!session.viewer->video_paused() && layer < room.layers && room.flows(layer)) {
        found.current = layer;
    }
    return found;
}

}  // namespace lsl::media
