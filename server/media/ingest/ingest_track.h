#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "server/media/codec/payload_format.h"
#include "server/media/ingest/nack_tracker.h"
#include "server/media/ingest/receive_stats.h"
#include "server/media/ingest/sequence_space.h"
#include "server/media/packet/rtp.h"
#include "server/media/room/room.h"
#include "server/media/turn.h"

namespace lsl::media {

/// A publisher's packet once authentic, stripped of padding and unwrapped from RTX.
struct IngestPacket {
    std::uint16_t sequence = 0;
    std::uint32_t timestamp = 0;
    bool marker = false;
    bool retransmitted = false;
    std::uint8_t format = 0;  ///< index into the negotiated formats
    Bytes payload;
    const CarriedExtensions* extensions = nullptr;
};

/// One track, or one layer of it, as a publisher sends it: keeps sequence numbers, finds what is
/// missing, feeds the room's log and the tap.
class IngestTrack {
  public:
    /// `layer` of the picture; 0 if there is one only.
    IngestTrack(const NegotiatedMedia& media, Room& room, std::size_t layer = 0);

    /// Another SSRC carries the track from now on.
    void start_source(std::uint32_t ssrc);
    /// True when it went into the log; otherwise the drop is counted.
    bool on_packet(const IngestPacket& packet, const Turn& turn);
    void on_sender_report(const SenderReport& report, MonoTime now, MonoTime sender_time);

    const NegotiatedMedia& media() const { return *media_; }
    RoomTrack& room_track() const { return *track_; }
    std::uint32_t ssrc() const { return ssrc_; }
    bool started() const { return ssrc_ != 0; }
    MonoTime last_packet() const { return last_packet_; }
    NackTracker& nacks() { return nacks_; }
    const NackTracker& nacks() const { return nacks_; }
    ReceiveStats& stats() { return stats_; }
    const ReceiveStats& stats() const { return stats_; }
    /// The format of the newest packet.
    const NegotiatedFormat& format() const { return media_->formats[format_]; }
    /// A whole key frame (for audio: a packet) has come in since the source began.
    bool flowing() const { return flowing_; }
    bool has_b_frames() const { return has_b_frames_; }
    std::optional<std::chrono::microseconds> take_round_trip();

  private:
    static constexpr std::uint8_t kNoFormat = 0xff;

    bool is_wanted(const IngestPacket& packet, std::int64_t sequence, DropCounters& drops) const;
    void add_decoder_setup(const IngestPacket& packet, std::int64_t sent_as, MonoTime now);
    void append(const IngestPacket& packet, std::int64_t sequence, MonoTime now);
    void watch_key_frame(const LoggedPacket& packet);
    void feed_tap(MonoTime now);
    void tap(const LoggedPacket& packet, std::uint32_t source);
    std::optional<std::uint32_t> tapped_source() const;
    void tap_report(std::uint32_t source);

    const NegotiatedMedia* media_;
    Room* room_;
    std::size_t layer_;
    RoomTrack* track_;
    std::uint32_t ssrc_ = 0;
    std::uint8_t format_ = 0;
    SequenceExtender sequences_;
    SequenceSpace numbers_;
    std::int64_t highest_sent_as_ = -1;      ///< extended sequence number, as the publisher counts
    bool newest_marker_ = false;             ///< of that packet
    std::unique_ptr<DecoderSetup> setup_;    ///< null where the codec needs none
    std::uint8_t setup_format_ = kNoFormat;  ///< what it was made for
    /// Timestamp of a key frame that nobody can decode, since there was no room for its setup.
    std::optional<std::uint32_t> lacks_setup_;
    NackTracker nacks_;
    ReceiveStats stats_;
    MonoTime last_packet_{};
    std::uint32_t last_frame_ = 0;
    bool flowing_ = false;
    bool has_b_frames_ = false;
    std::optional<std::chrono::microseconds> round_trip_;
    /// The newest sender report, for a tap that comes to this track later.
    struct LastReport {
        std::uint64_t ntp;
        std::uint32_t timestamp;
        MonoTime arrival;
    };
    std::optional<LastReport> last_report_;

    /// The key frame that is arriving, until it is complete.
    struct PartialKeyFrame {
        std::uint32_t timestamp;
        std::int64_t first;
        std::optional<std::int64_t> last;
    };
    std::optional<PartialKeyFrame> key_frame_;
};

}  // namespace lsl::media
