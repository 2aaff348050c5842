#include "server/media/room.h"

namespace lsl::media {

void RoomTrack::start_source(const std::vector<NegotiatedFormat>& source_formats) {
    if (!log) {
        log = std::make_unique<PacketLog>(kind == TrackKind::Video ? kVideoPackets : kAudioPackets);
    }
    log->start_source();
    formats = source_formats;
    live = true;
    clock.reset();
    // Viewers that waited before keep waiting: a new encoder may begin without a key frame.
    const bool wanted = key_frames.pending();
    key_frames.reset();
    if (wanted) key_frames.want();
}

void RoomTrack::end_source() {
    live = false;
    clock.reset();
}

}  // namespace lsl::media
