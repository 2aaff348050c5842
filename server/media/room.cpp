#include "server/media/room.h"

#include <algorithm>

namespace lsl::media {

void RoomTrack::start_source(const std::vector<NegotiatedFormat>& source_formats,
                             std::size_t log_packets) {
    if (!log) log = std::make_unique<PacketLog>(log_packets);
    log->start_source();
    formats = source_formats;
    live = true;
    clock.reset();
    size = {};
    // Viewers that waited before keep waiting: a new encoder may begin without a key frame.
    const bool wanted = key_frames.pending();
    key_frames.reset();
    if (wanted) key_frames.want();
}

void RoomTrack::end_source() {
    live = false;
    clock.reset();
}

bool RoomTrack::is_better_than(const RoomTrack& other, MonoTime now) const {
    if (size.pixels() > 0 && other.size.pixels() > 0) return size.pixels() > other.size.pixels();
    return bytes.per_second(now) > other.bytes.per_second(now);
}

void Room::start_layers(std::size_t count) {
    layers = std::clamp<std::size_t>(count, 1, kMaxLayers);
    for (RoomTrack& layer : video) layer.end_source();
}

void Room::end_sources() {
    audio.end_source();
    for (RoomTrack& layer : video) layer.end_source();
}

bool Room::flows(std::size_t layer) const {
    if (layer >= layers || !video[layer].live) return false;
    MonoTime newest{};
    for (std::size_t i = 0; i < layers; ++i) newest = std::max(newest, video[i].last_arrival);
    return newest - video[layer].last_arrival <= RoomTrack::kSilence;
}

std::size_t Room::best_layer(MonoTime now) const {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < layers; ++i) {
        if (flows(i) && (!best || video[i].is_better_than(video[*best], now))) best = i;
    }
    return best.value_or(0);
}

}  // namespace lsl::media
