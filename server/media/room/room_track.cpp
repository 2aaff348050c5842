#include "server/media/room/room_track.h"

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

}  // namespace lsl::media
