#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace lsl::media {

/// Why a packet went no further. Each drop has exactly one reason; the names are stable and show
/// up in EngineStats and /metrics.
enum class Drop : std::uint8_t {
    EmptyDatagram,
    UnknownFirstByte,  ///< nothing of RFC 7983
    UnknownPeer,       ///< not STUN, from an address that no session has
    StunMalformed,
    StunUnknownUser,
    StunNotAuthentic,
    StunNotBinding,
    StunUnexpected,    ///< answers a check that was not ours
    StunAddressTaken,  ///< comes from an address that another session is reached at
    AddressNotProven,  ///< asks for media where the peer has not proven to be (LiteAgent)
    DtlsBeforeIce,
    RtpBeforeDtls,
    RtpMalformed,
    SrtpReplayed,
    SrtpNotAuthentic,
    RtpUnexpected,      ///< media from a viewer
    RtpUnknownSource,   ///< neither MID nor payload type is one of ours
    RtpUnusedLayer,     ///< a simulcast layer other than the first
    RtpSourceConflict,  ///< a second SSRC for a track whose first is still talking
    RtpBadPadding,
    RtpTooLong,
    RtpDuplicate,
    RtpTooOld,
    RtxMalformed,
    RtxBeforeMedia,
    SrtcpNotAuthentic,
    SrtcpReplayed,
    RtcpMalformed,
    FeedbackRefused,    ///< transport-wide, on more packets than are remembered, or malformed
    ControlOverBudget,  ///< a peer's control traffic makes more work than it may (ControlBudget)
    NackNotInLog,       ///< a viewer asks for what is no longer there
    NackOverBudget,
    NackNotNegotiated,
    SrtpIndexReused,  ///< of ours, for other bytes: a fault here, and the packet stays (RFC
                      ///< 7714 8.1)
    OutboxFull,
    SendFailed,  ///< the socket refused a datagram
    Count,
};

std::string_view drop_name(Drop drop);

class DropCounters {
  public:
    void count(Drop drop, std::int64_t times = 1) {
        counters_[static_cast<std::size_t>(drop)] += times;
    }
    std::int64_t of(Drop drop) const { return counters_[static_cast<std::size_t>(drop)]; }

  private:
    std::array<std::int64_t, static_cast<std::size_t>(Drop::Count)> counters_{};
};

}  // namespace lsl::media
