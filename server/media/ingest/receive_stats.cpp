#include "server/media/ingest/receive_stats.h"

#include <algorithm>
#include <cmath>

namespace lsl::media {

void ReceiveStats::on_packet(std::int64_t sequence, std::uint32_t timestamp, MonoTime arrival) {
    const auto arrival_ticks = static_cast<std::uint32_t>(static_cast<std::uint64_t>(arrival.us) *
                                                          clock_rate_hz_ / 1'000'000);
    const std::uint32_t transit = arrival_ticks - timestamp;
    if (!started_) {
        started_ = true;
        first_ = highest_ = sequence;
    } else {
        const auto difference = static_cast<std::int32_t>(transit - last_transit_);
        jitter_ += (std::abs(static_cast<double>(difference)) - jitter_) / 16;
        highest_ = std::max(highest_, sequence);
    }
    last_transit_ = transit;
    ++received_;
}

void ReceiveStats::on_sender_report(std::uint64_t ntp, MonoTime arrival) {
    last_sr_ = static_cast<std::uint32_t>(ntp >> 16);
    last_sr_at_ = arrival;
}

ReportBlock ReceiveStats::report(std::uint32_t ssrc, MonoTime now) {
    ReportBlock block;
    block.ssrc = ssrc;
    const std::int64_t expected = started_ ? highest_ - first_ + 1 : 0;
    const std::int64_t expected_now = expected - expected_before_;
    const std::int64_t lost_now = expected_now - (received_ - received_before_);
    loss_percent_ = 0;
    if (expected_now > 0 && lost_now > 0) {
        block.fraction_lost =
            static_cast<std::uint8_t>(std::min<std::int64_t>(255, lost_now * 256 / expected_now));
        loss_percent_ = 100.0 * static_cast<double>(lost_now) / static_cast<double>(expected_now);
    }
    block.lost = static_cast<std::int32_t>(
        std::clamp<std::int64_t>(expected - received_, -0x800000, 0x7fffff));
    block.highest_sequence = static_cast<std::uint32_t>(highest_ & 0xffffffff);
    block.jitter = static_cast<std::uint32_t>(jitter_);
    if (last_sr_ != 0) {
        block.last_sr = last_sr_;
        block.delay_since_sr =
            static_cast<std::uint32_t>((now - last_sr_at_).count() * 65536 / 1'000'000);
    }
    expected_before_ = expected;
    received_before_ = received_;
    return block;
}

}  // namespace lsl::media
