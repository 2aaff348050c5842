#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <vector>

#include "server/media/egress/sent_indices.h"
#include "server/media/packet/bytes.h"
#include "server/media/transport/srtp_cipher.h"

namespace lsl::media {

/// Which packet indices of one source were seen: RFC 3711 3.3.2 with a window wide enough for
/// retransmissions.
class ReplayWindow {
  public:
    static constexpr std::int64_t kWidth = 1024;

    bool is_new(std::int64_t index) const;
    void accept(std::int64_t index);
    std::int64_t highest() const { return highest_; }

  private:
    std::int64_t highest_ = -1;
    std::bitset<kWidth> seen_;  ///< by index modulo kWidth
};

enum class SrtpVerdict : std::uint8_t { Ok, TooShort, Replayed, NotAuthentic };

/// Opens what one peer sends. Keeps a rollover counter and replay window per SSRC, made only by
/// authentic packets and at most kMaxSources of them; the least recently heard one goes first.
class SrtpReceiver {
  public:
    static constexpr std::size_t kMaxSources = 16;

    SrtpReceiver(SrtpProfile profile, const SrtpMaster& master)
        : cipher_(profile, master, SrtpCipher::Direction::Open) {}

    /// Decrypts in place; `size` becomes the length without the tag.
    SrtpVerdict open_rtp(MutableBytes packet, std::size_t header_size, std::size_t& size);
    SrtpVerdict open_rtcp(MutableBytes packet, std::size_t& size);

    /// Forgets a source that turned out to belong to nothing.
    void forget(std::uint32_t ssrc);
    std::size_t sources() const { return rtp_.size(); }

  private:
    struct Source {
        std::uint32_t ssrc = 0;
        std::uint64_t last_heard = 0;  ///< of `ticks_`
        ReplayWindow window;
    };

    static Source* find(std::vector<Source>& sources, std::uint32_t ssrc);
    Source& learn(std::vector<Source>& sources, std::uint32_t ssrc);
    SrtpVerdict open_first(MutableBytes packet, std::size_t header_size, std::size_t& size);

    SrtpCipher cipher_;
    std::vector<Source> rtp_;
    std::vector<Source> rtcp_;
    std::uint64_t ticks_ = 0;
};

/// Seals what we send to one peer. The caller owns RTP packet indices (sequence number with
/// rollover counter) and never gives the same one twice with other bytes; what does all the same
/// does not leave.
class SrtpSender {
  public:
    /// SSRCs of one peer: sound, picture, repeated packets of either.
    static constexpr std::size_t kMaxSources = 4;

    SrtpSender(SrtpProfile profile, const SrtpMaster& master)
        : cipher_(profile, master, SrtpCipher::Direction::Seal) {}

    std::size_t rtp_overhead() const { return cipher_.rtp_overhead(); }
    std::size_t rtcp_overhead() const { return cipher_.rtcp_overhead(); }

    enum class Repeats : std::uint8_t {
        Never,      ///< each index is used once
        SameBytes,  ///< packets of this source may be sent again as they were
    };
    /// As SrtpCipher does; 0 for a packet that must not leave, since its index has been used for
    /// other bytes, or may have been.
    std::size_t seal_rtp(std::byte* packet, std::size_t header_size, std::uint32_t ssrc,
                         std::uint64_t index, Bytes prefix, Bytes payload,
                         Repeats repeats = Repeats::Never);
    std::size_t seal_rtcp(std::byte* packet, std::size_t size) {
        return cipher_.seal_rtcp(packet, size, next_rtcp_index_++ & 0x7fffffff);
    }

  private:
    SentIndices* sent_of(std::uint32_t ssrc);

    SrtpCipher cipher_;
    std::array<SentIndices, kMaxSources> sent_;
    std::size_t sources_ = 0;  ///< of those
    std::uint32_t next_rtcp_index_ = 1;
};

}  // namespace lsl::media
