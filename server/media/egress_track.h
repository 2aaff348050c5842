#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "server/media/drops.h"
#include "server/media/outbox.h"
#include "server/media/room.h"
#include "server/media/rtcp.h"
#include "server/media/rtp.h"
#include "server/media/token_bucket.h"
#include "server/media/transport.h"

namespace lsl::media {

/// One track as one viewer receives it: a position in the room's log and a few offsets. The
/// viewer's SSRC, payload types and extension ids stay the same whatever the publisher does;
/// sequence numbers and timestamps go on without a seam over a change of source or layer.
///
/// What was sent under a packet index is never sent again with other bytes (RFC 7714 8.1), so
/// everything written into a packet follows from the log and the current offsets.
class EgressTrack {
  public:
    // A joiner begins at the last key frame at once if that is this near; else it asks for a new
    // one, and takes the old one if none comes: OBS does not react to requests.
    static constexpr std::size_t kShortReplayBytes = 400 * 1024;
    static constexpr std::chrono::microseconds kReplayAfter{600'000};
    static constexpr int kMaxReplaysPerRoom = 32;
    // A key frame, or what came before a joiner, leaves a burst first and the rest at 40 Mbit/s, so
    // that it does not overflow a home's router. Known to be narrower, a line gets less.
    static constexpr TokenBucket::Rate kPace{5'000'000, 24 * 1024};
    static constexpr std::chrono::microseconds kPaceTick{2'000};
    /// Nothing live waits longer than that for its turn.
    static constexpr std::chrono::microseconds kLongestPaced{100'000};
    // Another layer begins at a key frame that shows nothing older than what was sent, but perhaps
    // the same, and at a picture's end of the old one; but a packet missing there is not waited
    // for.
    static constexpr std::chrono::microseconds kSwitchBack{20'000};
    static constexpr std::chrono::microseconds kSwitchAnyway{30'000};
    static constexpr std::chrono::microseconds kLongestSpare{1'000'000};

    struct Identity {
        std::uint32_t ssrc = 0;
        std::uint32_t rtx_ssrc = 0;
        std::uint16_t first_sequence =
            0;  ///< below 2^15, so that no receiver guesses the rollover wrong
        std::uint16_t first_rtx_sequence = 0;
        std::uint32_t first_timestamp = 0;
    };

    /// `media` outlives the track.
    EgressTrack(const NegotiatedMedia& media, const Identity& identity);

    enum class Pump : std::uint8_t {
        Done,   ///< nothing more to send now
        Paced,  ///< goes on after kPaceTick
        Full,   ///< the outbox is full: go on with the next batch
    };
    Pump pump(Room& room, MonoTime now, Transport& transport, Outbox& out);
    /// The viewer leaves.
    void release(Room& room);

    /// A sequence number that the viewer asks for again.
    void retransmit(Room& room, std::uint16_t sequence, MonoTime now, Transport& transport,
                    Outbox& out, DropCounters& drops);
    /// The layer to go to at its next key frame. `spare` = nothing more of the present one is sent
    /// until then, at most for kLongestSpare. Without effect on sound.
    void choose_layer(std::size_t layer, bool spare, MonoTime now);
    std::size_t layer() const { return now_.layer; }
    /// How quickly the line takes it. Sound is never held back.
    void set_pace(const TokenBucket::Rate& pace) { pace_ = pace; }
    /// Packets that are logged and not sent yet.
    std::uint64_t waiting(const Room& room) const;
    /// Most bytes a second for packets that are asked for again; none = a share of the stream.
    void limit_repeats(std::optional<std::int64_t> bytes_per_second) {
        repeat_limit_ = bytes_per_second;
    }
    /// Sends nothing until told to go on, which it does at a key frame.
    void pause(bool paused, Room& room);
    /// Repeats the newest packets once more, all at once, to see how far apart they arrive. False
    /// if there is nothing to repeat or it could not be told apart from the stream.
    bool send_train(Room& room, std::size_t packets, MonoTime now, Transport& transport,
                    Outbox& out);
    /// The viewer's decoder is stuck.
    void want_key_frame(Room& room, MonoTime now);
    /// A report for now, as long as the publisher's clock is known (RFC 3550 6.4.1).
    std::optional<SenderReport> sender_report(Room& room, MonoTime now, std::uint64_t ntp) const;

    std::uint32_t ssrc() const { return identity_.ssrc; }
    bool owns(std::uint32_t ssrc) const {
        return ssrc == identity_.ssrc || ssrc == identity_.rtx_ssrc;
    }
    /// Packets have been sent; for video they began with a key frame.
    bool flowing() const { return packets_sent_ > 0; }
    /// The publisher's codec is none of those the viewer answered.
    bool cannot_decode() const { return cannot_decode_; }
    std::int64_t packets_sent() const { return packets_sent_; }
    void note_round_trip(std::chrono::microseconds round_trip) { round_trip_ = round_trip; }

  private:
    /// A piece of one source and what its packets are called on our side. What was sent of it
    /// follows from the log and from this alone, so it never changes.
    struct Stretch {
        std::size_t layer = 0;
        std::uint32_t source = 0;
        std::int64_t first_sequence = 0;   ///< of the source, below which nothing is ours
        std::int64_t sequence_offset = 0;  ///< our packet index minus the source's sequence
        std::int64_t first_index = 0;      ///< of ours
        std::uint32_t timestamp_offset = 0;
        std::uint32_t anchor_frame = 0;      ///< frames before it are replayed 1 ms apart
        std::uint32_t anchor_timestamp = 0;  ///< ours, of that frame
        // Payload type for the publisher's current format.
        std::uint8_t source_format = 0xff;
        const NegotiatedFormat* format = nullptr;
    };

    RoomTrack& track_in(Room& room, const Stretch& stretch) const {
        return media_->kind == TrackKind::Audio ? room.audio : room.video[stretch.layer];
    }
    void follow_source(RoomTrack& track, Room& room);
    bool begin(RoomTrack& track, Room& room, MonoTime now);
    void begin_at(std::uint64_t position, std::int64_t sequence, RoomTrack& track, MonoTime now);
    bool is_spared(const Room& room, MonoTime now) const;
    void try_switch(Room& room, MonoTime now);
    void switch_to(RoomTrack& next, std::uint64_t key, std::uint32_t aligned, Room& room);
    std::uint32_t aligned_timestamp(const RoomTrack& from, const RoomTrack& to,
                                    const LoggedPacket& packet);
    void stop_replay(Room& room);
    void choose_format(const RoomTrack& track, std::uint8_t format);
    bool is_its_turn(const LoggedPacket& packet, MonoTime now);
    std::uint32_t timestamp_of(const LoggedPacket& packet, const Stretch& stretch) const;
    void send(const LoggedPacket& packet, Room& room, MonoTime now, Transport& transport,
              Outbox& out);
    std::size_t write(const LoggedPacket& packet, const Stretch& stretch, std::uint64_t index,
                      bool as_rtx, Transport& transport, MutableBytes room) const;
    bool recently_repeated(std::int64_t index, MonoTime now);
    bool take_repeat_budget(std::size_t size, MonoTime now, RoomTrack& track);

    const NegotiatedMedia* media_;
    Identity identity_;

    // Where we are in the log and what it is called on our side.
    Stretch now_;
    std::optional<Stretch> before_;  ///< of another layer, until its packets are old
    std::size_t wanted_layer_ = 0;
    std::optional<MonoTime> spared_until_;  ///< nothing of a layer that is too much for the line
    std::uint64_t position_ = 0;
    bool begun_ = false;
    bool paused_ = false;
    bool picture_complete_ = false;  ///< the last packet sent ended a picture
    std::int64_t next_index_;        ///< one above the highest we used
    std::uint32_t last_timestamp_;   ///< highest of ours
    MonoTime last_sent_{};
    /// Our timestamp of the moment 0, which all layers share; fixed by the first switch.
    std::optional<std::uint32_t> timeline_;
    bool cannot_decode_ = false;

    TokenBucket::Rate pace_ = kPace;
    TokenBucket paced_;

    // Replay of what came before we joined.
    bool replaying_ = false;
    std::uint64_t replay_until_ = 0;
    std::optional<MonoTime> waiting_since_;

    // Retransmission.
    std::uint64_t next_rtx_index_;
    TokenBucket repeats_;
    std::optional<std::int64_t> repeat_limit_;
    std::chrono::microseconds round_trip_{0};
    struct Repeated {
        std::int64_t index = -1;
        MonoTime at{};
    };
    std::array<Repeated, 64> repeated_{};
    std::size_t next_repeated_ = 0;
    MonoTime last_key_frame_wish_{};

    std::int64_t packets_sent_ = 0;
    std::int64_t octets_sent_ = 0;
};

}  // namespace lsl::media
