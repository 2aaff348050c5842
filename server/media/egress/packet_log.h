#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "server/media/packet/bytes.h"
#include "shared/base/time.h"

namespace lsl::media {

/// What of a publisher's header extensions is worth passing on. Ids are each viewer's own.
struct CarriedExtensions {
    static constexpr std::size_t kMaxDependency = 112;

    bool has_audio_level = false;
    bool has_orientation = false;
    bool has_playout_delay = false;
    std::uint8_t audio_level = 0;
    std::uint8_t orientation = 0;
    std::uint8_t dependency_size = 0;
    std::array<std::byte, 3> playout_delay{};
    std::array<std::byte, kMaxDependency> dependency{};
};

/// A publisher's packet as all viewers share it.
struct LoggedPacket {
    std::int64_t sequence = 0;  ///< extended, per source
    MonoTime arrival{};
    std::uint32_t timestamp = 0;
    std::uint32_t frame = 0;  ///< rises by two from frame to frame, for replay (see viewer_track)
    std::uint16_t payload_size = 0;
    std::uint8_t padding = 0;  ///< RTP padding that follows the payload to all viewers
    std::uint8_t format = 0;   ///< index of the publisher's negotiated codec
    bool marker = false;
    bool starts_key_frame = false;
    CarriedExtensions extensions;

    static constexpr std::size_t kMaxPayload = 1500;
    static constexpr std::size_t kPaddedTo = 8;
    std::array<std::byte, kMaxPayload + kPaddedTo> payload;

    Bytes bytes() const { return Bytes(payload).first(payload_size); }
    Bytes padded_bytes() const { return Bytes(payload).first(payload_size + std::size_t{padding}); }
    /// Encoders cut a frame into packets that differ by a byte, and only equal ones leave as one
    /// buffer (UDP_SEGMENT). Fixed before anybody reads the packet, since what is sent under a
    /// packet index never changes.
    void pad() {
        padding = static_cast<std::uint8_t>((kPaddedTo - payload_size % kPaddedTo) % kPaddedTo);
        for (std::size_t i = 0; i < padding; ++i) payload[payload_size + i] = std::byte{0};
        // RFC 3550 5.1: the last octet of the padding is its length.
        if (padding > 0) payload[payload_size + padding - 1u] = std::byte{padding};
    }
};

/// The last packets of one track of a room, in order of arrival: each viewer walks through it with
/// a position of its own, so joining at the last key frame, answering NACKs and catching up are all
/// the same reading. Fixed size; one writer; positions only grow, also over a change of source.
class PacketLog {
  public:
    /// `capacity` is a power of two.
    explicit PacketLog(std::size_t capacity);

    /// Room for the next packet, to be filled in before `commit`. Overwrites the oldest.
    LoggedPacket& next();
    /// Makes `next()` readable. Its sequence must not be in the log yet (`find`).
    void commit();
    /// Hides everything so far: another source begins.
    void start_source();

    std::size_t capacity() const { return static_cast<std::size_t>(mask_ + 1); }
    std::uint64_t head() const { return head_; }  ///< position behind the newest packet
    std::uint64_t tail() const;                   ///< oldest position that can be read
    const LoggedPacket* at(std::uint64_t position) const;
    /// By extended sequence number, of the current source.
    const LoggedPacket* find(std::int64_t sequence) const;
    std::int64_t highest_sequence() const { return highest_; }
    std::uint32_t source() const { return source_; }

    /// Where to begin reading to see the whole of the newest key frame and all after it.
    std::optional<std::uint64_t> key_frame_position() const;
    /// Sequence number of that frame's first packet.
    std::int64_t key_frame_sequence() const { return key_sequence_; }
    /// Payload bytes from there to the head.
    std::size_t bytes_since_key_frame() const { return bytes_since_key_; }

    /// Number and timestamp of the newest frame.
    std::uint32_t newest_frame() const { return frame_; }
    std::uint32_t newest_timestamp() const { return frame_timestamp_; }

  private:
    LoggedPacket& slot(std::uint64_t position) { return slots_[position & mask_]; }
    const LoggedPacket& slot(std::uint64_t position) const { return slots_[position & mask_]; }
    std::uint32_t frame_of(const LoggedPacket& packet);
    std::uint64_t first_position_after(std::int64_t sequence, std::uint64_t position) const;

    std::unique_ptr<LoggedPacket[]> slots_;
    std::vector<std::uint64_t>
        position_by_sequence_;  ///< by sequence & mask_; position + 1, 0 = none
    std::uint64_t mask_;
    std::uint64_t head_ = 0;
    std::uint64_t source_start_ = 0;
    std::uint32_t source_ = 0;
    std::int64_t highest_ = -1;
    std::uint32_t frame_ = 0;
    std::uint32_t frame_timestamp_ = 0;
    std::optional<std::uint64_t> key_position_;
    std::int64_t key_sequence_ = 0;
    std::uint32_t key_timestamp_ = 0;
    std::size_t bytes_since_key_ = 0;
};

}  // namespace lsl::media
