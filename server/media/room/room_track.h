#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/media/codec/picture_size.h"
#include "server/media/egress/packet_log.h"
#include "server/media/ingest/key_frame_requests.h"
#include "server/media/ingest/tap.h"
#include "server/media/media_time.h"
#include "server/media/negotiation.h"

namespace lsl::media {

/// One RTP timestamp of a source and the moment it belongs to on our clock, from the source's
/// newest sender report (RFC 3550 6.4.1).
struct SenderClock {
    std::uint32_t timestamp = 0;
    MonoTime at{};
};

/// One track of a room, or one simulcast layer of its picture, whichever publisher feeds it at the
/// moment. Outlives publishers, so that viewers stay where they are when one comes back.
struct RoomTrack {
    // Video: ten seconds at 4 Mbit/s, for retransmission and for joining at the last key frame.
    // Audio: five seconds.
    static constexpr std::size_t kVideoPackets = 4096;
    static constexpr std::size_t kAudioPackets = 256;
    // A layer of several, at most 3 Mbit/s: six seconds.
    static constexpr std::size_t kLayerPackets = 2048;
    /// A layer is silent when another one is ahead of it by this much.
    static constexpr std::chrono::microseconds kSilence{1'000'000};

    explicit RoomTrack(TrackKind track_kind = TrackKind::Video) : kind(track_kind) {}

    /// Another source begins: nothing of before is sent any more.
    void start_source(const std::vector<NegotiatedFormat>& source_formats, std::size_t log_packets);
    /// The publisher has gone. The log stays readable until the next source.
    void end_source();
    /// Shows more; as long as the sizes are not known, has more to show.
    bool is_better_than(const RoomTrack& other, MonoTime now) const;

    TrackKind kind;
    std::unique_ptr<PacketLog> log;         ///< made for the first source
    std::vector<NegotiatedFormat> formats;  ///< of the source; LoggedPacket::format counts in it
    bool live = false;                      ///< a source is connected
    KeyFrameRequests key_frames;

    std::optional<SenderClock> clock;  ///< none until the source's first sender report
    std::string rid;                   ///< of the layer, empty if it is the only one
    PictureSize size;                  ///< of the newest key frame
    MonoTime last_arrival{};
    RateMeter bytes;
    RateMeter frames;
};

}  // namespace lsl::media
