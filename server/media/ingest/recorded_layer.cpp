#include "server/media/ingest/recorded_layer.h"

#include "server/media/room/room.h"

namespace lsl::media {

std::optional<RecordedLayer::Take> RecordedLayer::take(Room& room, std::size_t layer,
                                                       MonoTime now) {
    const PacketLog& log = *room.video[layer].log;
    const RoomTrack& recorded = room.video[layer_];
    const bool ended = !chosen_ || !recorded.live || recorded.log->source() != log_source_;
    if (!ended && layer == layer_) {
        last_packet_ = now;
        return Take{number_, log.head() - 1, false};
    }
    const auto from = beginning(room, layer, ended, now);
    if (!from) return std::nullopt;
    const bool worse = !ended && recorded.is_better_than(room.video[layer], now);
    hold_until_ = worse ? now + kHold : MonoTime{};
    waiting_since_.reset();
    chosen_ = true;
    layer_ = layer;
    log_source_ = log.source();
    last_packet_ = now;
    return Take{++number_, *from, true};
}

/// Where in its log a layer would be taken up now.
std::optional<std::uint64_t> RecordedLayer::beginning(Room& room, std::size_t layer, bool ended,
                                                      MonoTime now) {
    RoomTrack& track = room.video[layer];
    const PacketLog& log = *track.log;
    // One layer alone is taken as it comes: the recorder knows where a picture begins.
    if (room.layers == 1) return log.head() - 1;
    if (ended) {
        if (!waiting_since_) waiting_since_ = now;
        if (now - *waiting_since_ < kSettle || room.best_layer(now) != layer) return std::nullopt;
    } else if (!should_change(room, layer, now)) {
        return std::nullopt;
    }
    const auto key = log.key_frame_position();
    // Between layers only at the newest frame: what the tap has must not come a second time.
    const bool fits = key && (ended ? log.at(*key)->arrival >= *waiting_since_
                                    : log.at(*key)->frame == log.newest_frame());
    if (fits) return key;
    track.key_frames.want();
    return std::nullopt;
}

bool RecordedLayer::should_change(Room& room, std::size_t layer, MonoTime now) const {
    if (now - last_packet_ > kSilence) return true;
    return now >= hold_until_ && room.video[layer].is_better_than(room.video[layer_], now);
}

std::optional<std::uint32_t> RecordedLayer::source_of(const Room& room, std::size_t layer) const {
    const RoomTrack& track = room.video[layer];
    if (!chosen_ || layer != layer_ || !track.log || track.log->source() != log_source_) {
        return std::nullopt;
    }
    return number_;
}

}  // namespace lsl::media
