#pragma once

#include <chrono>

#include "server/media/egress/packet_log.h"
#include "server/media/transport/token_bucket.h"
#include "shared/base/time.h"

namespace lsl::media {

/// How quickly one viewer's picture leaves. A key frame, or what came before a joiner, leaves a
/// burst first and the rest at a rate, so that it does not overflow a home router. An ordinary
/// frame fits into the burst. Sound is never paced.
class Pacer {
  public:
    /// 40 Mbit/s behind 24 KB. A line that is known to be narrower gets less.
    static constexpr TokenBucket::Rate kDefaultRate{5'000'000, 24 * 1024};
    /// When to come back after `admit` has said no.
    static constexpr std::chrono::microseconds kTick{2'000};
    /// No live packet waits longer than this for its turn.
    static constexpr std::chrono::microseconds kLongestWait{100'000};

    void set_rate(const TokenBucket::Rate& rate) { rate_ = rate; }

    /// Whether the packet may leave now; its bytes are then spent. What is `replayed` from before
    /// the viewer joined has no deadline.
    bool admit(const LoggedPacket& packet, bool replayed, MonoTime now) {
        const bool late = !replayed && now - packet.arrival >= kLongestWait;
        return bucket_.take(packet.payload_size, rate_, now) || late;
    }

  private:
    TokenBucket::Rate rate_ = kDefaultRate;
    TokenBucket bucket_;
};

}  // namespace lsl::media
