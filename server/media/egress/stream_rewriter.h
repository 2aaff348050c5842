#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "server/media/egress/packet_log.h"
#include "server/media/negotiation.h"
#include "server/media/room/room_track.h"
#include "shared/base/time.h"

namespace lsl::media {

/// A run of packets of one source (one SSRC of a publisher, one simulcast layer) and what they are
/// called in the viewer's stream. Everything written into a packet's header follows from the log
/// and from its segment. A segment's offsets never change once it has begun, so a packet that is
/// sent again gets the same header as before.
struct StreamSegment {
    static constexpr std::uint8_t kNoFormat = 0xff;

    std::size_t layer = 0;
    std::uint32_t source = 0;            ///< as PacketLog::source counts
    std::int64_t first_sequence = 0;     ///< of the source; packets below it are not sent
    std::int64_t sequence_offset = 0;    ///< the viewer's packet index minus the source's sequence
    std::int64_t first_index = 0;        ///< in the viewer's stream
    std::int64_t end_index = INT64_MAX;  ///< likewise; the next segment begins there
    std::uint32_t timestamp_offset = 0;  ///< the viewer's RTP timestamp minus the source's
    std::uint32_t anchor_frame = 0;      ///< frames before this one are sent 1 ms apart
    std::uint32_t anchor_timestamp = 0;  ///< of that frame in the viewer's stream
    std::uint8_t source_format = kNoFormat;    ///< LoggedPacket::format that `format` stands for
    const NegotiatedFormat* format = nullptr;  ///< the viewer's; null if it has none that fits

    std::int64_t index_of(const LoggedPacket& packet) const {
        return packet.sequence + sequence_offset;
    }
};

/// Sequence numbers and RTP timestamps of one track as one viewer receives it. Both go on without a
/// seam when the publisher is replaced, restarts its encoder, or another simulcast layer is sent.
/// A "packet index" is the extended sequence number of SRTP (RFC 3711 3.3.1).
///
/// It remembers the segment before the current one, so that packets sent shortly before a change of
/// layer can still be retransmitted.
class StreamRewriter {
  public:
    /// `first_sequence` is taken below 2^15, so that no receiver guesses the rollover counter wrong
    /// when the first packets are lost.
    StreamRewriter(TrackKind kind, std::uint32_t clock_rate_hz, std::uint16_t first_sequence,
                   std::uint32_t first_timestamp);

    const StreamSegment& current() const { return current_; }
    /// Packets are being sent; otherwise `current` waits for `begin`.
    bool begun() const { return begun_; }

    /// Another source is to be sent: nothing of it has a number until `begin`.
    void follow(std::size_t layer, std::uint32_t source);
    /// A source begins at `position` of its log, which holds the packet `sequence`. Frames that the
    /// log already has are sent 1 ms apart in media time: the player then shows the newest one at
    /// once instead of playing the past at normal speed.
    void begin(const PacketLog& log, std::uint64_t position, std::int64_t sequence, MonoTime now);
    /// Sending stops, or goes on elsewhere in the log: numbers begin anew with `begin`.
    void stop() { begun_ = false; }
    /// As `stop`, and what was sent of the segment before is forgotten, too.
    void pause();
    /// Another layer takes over from the packet `first`, the beginning of a key frame, at
    /// `timestamp` of the viewer's stream.
    void splice(std::size_t layer, std::uint32_t source, const LoggedPacket& first,
                std::int64_t first_sequence, std::uint32_t timestamp);
    /// Which format of the viewer's the packets with this `source_format` are sent in.
    void set_format(std::uint8_t source_format, const NegotiatedFormat* format);

    /// Where a packet of another layer lies on the timeline of this stream. Sender reports tie both
    /// layers to one clock (RFC 3550 6.4.1); until there are some, the arrivals have to do. Once
    /// sender reports have been used the distance stays the same however often the layer changes,
    /// so sound and picture do not drift apart.
    std::uint32_t timestamp_across(const std::optional<SenderClock>& from,
                                   const std::optional<SenderClock>& to,
                                   const LoggedPacket& packet);
    std::uint32_t timestamp_of(const LoggedPacket& packet, const StreamSegment& segment) const;
    std::uint32_t timestamp_of(const LoggedPacket& packet) const {
        return timestamp_of(packet, current_);
    }

    /// The packet has left under its index in the current segment.
    void note_sent(const LoggedPacket& packet, MonoTime now);
    /// The newest RTP timestamp that was sent; before the first packet, the one to begin with.
    std::uint32_t newest_timestamp() const { return newest_timestamp_; }

    /// The packet index that a viewer means by the lower 16 bits: the nearest to the newest one.
    std::int64_t index_near(std::uint16_t sequence) const;
    /// The segment that an index was sent in; null if nothing was, or it is forgotten.
    const StreamSegment* segment_of(std::int64_t index) const;

  private:
    std::uint32_t ticks_at(MonoTime at) const;

    TrackKind kind_;
    std::uint32_t clock_rate_hz_;
    StreamSegment current_;
    std::optional<StreamSegment> previous_;
    bool begun_ = false;
    std::int64_t next_index_;  ///< one above the highest that was used
    std::uint32_t newest_timestamp_;
    std::optional<MonoTime> newest_sent_at_;
    /// The viewer's timestamp of MonoTime 0, which all layers share; fixed by the first switch.
    std::optional<std::uint32_t> timeline_;
};

}  // namespace lsl::media
