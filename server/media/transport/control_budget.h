#pragma once

#include <cstdint>

#include "server/media/packet/rtcp.h"
#include "server/media/transport/token_bucket.h"

namespace lsl::media {

/// How much work one peer's control traffic may make the media thread do. Packets of a kind cost
/// very different amounts: a kilobyte of NACKs can name five thousand packets.
///
/// RTCP is paid in units of about 10 ns (tests/attacks/cost), 2 ms of each second. A viewer who
/// loses a third of 8 Mbit/s never had less than nine tenths of the burst left
/// (tests/attacks/media/control_flood_test.cpp). It is charged when it turned out to be authentic,
/// since whoever knows a peer's address can forge what comes from it. So can he with STUN and DTLS,
/// which cost more before that can be told: each has a purse of its own, and an empty one leaves
/// media and RTCP alone. A browser that joins sends some twenty of either in a second.
class ControlBudget {
  public:
    static constexpr TokenBucket::Rate kUnits{200'000, 400'000};
    static constexpr TokenBucket::Rate kStunMessages{100, 400};
    static constexpr TokenBucket::Rate kRecords{200, 400};
    static constexpr std::size_t kRtcpDatagram = 50;

    /// False when the purse is empty; the last thing bought may leave it below nothing, which the
    /// next ones wait for.
    bool spend(std::size_t units, MonoTime now) { return units_.take(units, kUnits, now); }
    bool is_spent(MonoTime now) { return !spend(0, now); }
    bool spend_stun_message(MonoTime now) { return stun_.take(1, kStunMessages, now); }
    bool spend_records(std::size_t records, MonoTime now) {
        return records_.take(records, kRecords, now);
    }
    /// As of the last time that something was spent.
    std::int64_t units_left() const { return units_.left(); }
    std::int64_t stun_messages_left() const { return stun_.left(); }

  private:
    TokenBucket units_;
    TokenBucket stun_;
    TokenBucket records_;
};

/// What reading one packet of a compound costs, in units: told without reading it.
std::size_t control_cost(const RtcpPacket& packet);

}  // namespace lsl::media
