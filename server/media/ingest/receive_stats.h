#pragma once

#include <cstdint>

#include "server/media/packet/rtcp.h"
#include "shared/base/time.h"

namespace lsl::media {

/// Loss and jitter of one incoming source for receiver reports (RFC 3550 6.4.1, A.3, A.8).
class ReceiveStats {
  public:
    explicit ReceiveStats(std::uint32_t clock_rate_hz = 90000) : clock_rate_hz_(clock_rate_hz) {}

    /// First transmissions only: what comes back by RTX was lost all the same.
    void on_packet(std::int64_t sequence, std::uint32_t timestamp, MonoTime arrival);
    void on_sender_report(std::uint64_t ntp, MonoTime arrival);

    /// The block for the next report; moves the interval on.
    ReportBlock report(std::uint32_t ssrc, MonoTime now);
    /// Share lost in the last finished interval, 0–100.
    double loss_percent() const { return loss_percent_; }

  private:
    std::uint32_t clock_rate_hz_;
    bool started_ = false;
    std::int64_t first_ = 0;
    std::int64_t highest_ = 0;
    std::int64_t received_ = 0;
    std::int64_t expected_before_ = 0;
    std::int64_t received_before_ = 0;
    std::uint32_t last_transit_ = 0;
    double jitter_ = 0;
    std::uint32_t last_sr_ = 0;
    MonoTime last_sr_at_{};
    double loss_percent_ = 0;
};

}  // namespace lsl::media
