#include "server/media/egress/bandwidth_estimate.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "server/media/packet/twcc.h"

namespace lsl::media {
namespace {

constexpr double kBackOff = 0.85;
constexpr double kGrowth = 1.08;  // a second
constexpr double kBeyond = 1.5;   // of what arrives
constexpr double kHeavyLoss = 0.10;
constexpr double kHopelessLossAtOnce = 0.5;  // needs no second to be sure of
constexpr double kFallingRemb = 0.97;
constexpr std::int64_t kFloorBps = 50'000;
constexpr std::int64_t kCeilingBps = 100'000'000;
constexpr std::chrono::microseconds kLossInterval{1'000'000};
constexpr int kLossPackets = 20;
// Queues need a moment to show what a decrease did; but the first look at a line that has become
// far narrower sees the time before as well.
constexpr std::chrono::microseconds kDecreaseInterval{300'000};
constexpr double kFarLess = 0.7;
constexpr std::chrono::microseconds kProbePatience{1'000'000};

}  // namespace

bool BandwidthEstimate::on_feedback(Bytes body, SentPackets& sent, MonoTime now) {
    TwccReader reader(body);
    if (!reader.ok()) return false;
    // 24 bits of 64 ms wrap after twelve days of the receiver's clock.
    const std::int32_t reference = reader.reference();
    if (last_reference_) {
        const std::int32_t step =
            static_cast<std::int32_t>(static_cast<std::uint32_t>(reference - *last_reference_)
                                      << 8) >>
            8;
        reference_us_ += std::int64_t{step} * 64'000;
    } else {
        reference_us_ = 0;
    }
    last_reference_ = reference;

    std::int64_t arrived_us = reference_us_;
    TwccStatus status;
    while (reader.next(status)) {
        if (status.received) arrived_us += status.delta_us;
        const auto known = sent.take(status.sequence);
        if (!known) continue;
        ++expected_;
        if (!status.received) {
            ++missing_;
            continue;
        }
        on_arrival({*known, arrived_us});
    }
    if (probe_ && now - probe_->sent > kProbePatience) probe_.reset();
    end_of_feedback(now);
    return true;
}

void BandwidthEstimate::on_arrival(const Arrival& arrival) {
    if (last_sent_us_) sent_us_ += static_cast<std::int32_t>(arrival.sent.at_us - *last_sent_us_);
    last_sent_us_ = arrival.sent.at_us;
    if (trend_.on_packet(sent_us_, arrival.at_us) == DelayTrend::State::Overuse) overused_ = true;
    queue_.on_packet(sent_us_, arrival.at_us);

    const std::int64_t number = arrival.at_us / kStepUs;
    Step& step = steps_[static_cast<std::size_t>(std::max<std::int64_t>(number, 0)) % kSteps];
    if (step.number != number) step = {number, 0};
    step.bytes += arrival.sent.size;
    if (first_step_ < 0) first_step_ = number;
    newest_step_ = std::max(newest_step_, number);
    note_probe(arrival);
}

/// Bits per second over the last `steps` whole steps.
std::int64_t BandwidthEstimate::arriving_bps(std::int64_t steps) const {
    const auto span = std::min<std::int64_t>(newest_step_ - first_step_, steps);
    if (span < kShortWindow) return 0;
    std::int64_t bytes = 0;
    for (const Step& step : steps_) {
        if (step.number >= newest_step_ - span && step.number < newest_step_) bytes += step.bytes;
    }
    return bytes * 8 * 1'000'000 / (span * kStepUs);
}

/// What a full line lets through, also if it has only just become so narrow.
std::int64_t BandwidthEstimate::least_arriving_bps() const {
    return std::min(arriving_bps(kWindow), arriving_bps(kShortWindow));
}

/// Whether the last feedback tells of a queue that grows or stands.
bool BandwidthEstimate::is_full() {
    const bool grows = std::exchange(overused_, false);
    return queue_.stands() || grows;
}

void BandwidthEstimate::judge_loss(MonoTime now) {
    if (expected_ < kLossPackets) return;
    const double lost = static_cast<double>(missing_) / expected_;
    const bool early = now - loss_since_ < kLossInterval;
    if (early && lost < kHopelessLossAtOnce) return;
    loss_ = lost;
    expected_ = missing_ = 0;
    loss_since_ = now;
    if (loss_ <= kHeavyLoss) return;
    // Section 6 of the draft; what arrives counts repeats too, so over a second it alone is no
    // measure. At first what is lost tells only how much too much was sent.
    const std::int64_t arriving = arriving_bps(kWindow);
    const std::int64_t below = bps_ > 0 ? std::min(bps_, arriving) : arriving;
    const double share = early ? kBackOff : 1 - loss_ / 2;
    congested(static_cast<std::int64_t>(static_cast<double>(below) * share), now);
}

void BandwidthEstimate::end_of_feedback(MonoTime now) {
    judge_loss(now);
    const bool full = is_full();
    const std::int64_t arriving = arriving_bps(kWindow);
    if (arriving == 0) return;
    if (full) {
        const auto carried = static_cast<double>(least_arriving_bps());
        congested(static_cast<std::int64_t>(carried * kBackOff), now);
        return;
    }
    const auto beyond = static_cast<std::int64_t>(static_cast<double>(arriving) * kBeyond);
    if (bps_ == 0) bps_ = arriving;
    const double seconds =
        grown_at_ ? std::min(static_cast<double>((now - *grown_at_).count()) / 1e6, 1.0) : 0;
    grown_at_ = now;
    if (trend_.state() != DelayTrend::State::Normal || loss_ > kHeavyLoss) return;
    const auto grown =
        static_cast<std::int64_t>(static_cast<double>(bps_) * std::pow(kGrowth, seconds));
    // What arrives is carried; what a probe found stays known as long as nothing speaks against it.
    bps_ = std::clamp(std::max({bps_, arriving, std::min(grown, beyond)}), kFloorBps, kCeilingBps);
}

void BandwidthEstimate::congested(std::int64_t bps, MonoTime now) {
    congested_at_ = now;
    grown_at_ = now;
    const bool far_less = static_cast<double>(bps) < static_cast<double>(bps_) * kFarLess;
    const bool soon = decreased_at_ && now - *decreased_at_ < kDecreaseInterval;
    if (soon && bps_ > 0 && !far_less) return;
    decreased_at_ = now;
    bps_ = std::clamp(bps_ > 0 ? std::min(bps_, bps) : bps, kFloorBps, kCeilingBps);
}

void BandwidthEstimate::on_probe_sent(const ProbeCluster& cluster, MonoTime now) {
    probe_ = Probe{.cluster = cluster, .sent = now};
}

void BandwidthEstimate::note_probe(const Arrival& arrival) {
    if (!probe_) return;
    const auto behind = static_cast<std::uint16_t>(arrival.sent.sequence - probe_->cluster.first);
    const auto length = static_cast<std::uint16_t>(probe_->cluster.last - probe_->cluster.first);
    if (behind > length) return;
    if (probe_->arrived++ == 0) {
        probe_->first_us = probe_->last_us = arrival.at_us;
    } else {
        probe_->bytes += arrival.sent.size;
        probe_->first_us = std::min(probe_->first_us, arrival.at_us);
        probe_->last_us = std::max(probe_->last_us, arrival.at_us);
    }
    if (behind == length) finish_probe();
}

void BandwidthEstimate::finish_probe() {
    const Probe probe = *probe_;
    probe_.reset();
    const int length = static_cast<std::uint16_t>(probe.cluster.last - probe.cluster.first) + 1;
    if (probe.arrived < length - 1) return;  // it was too much, or unlucky
    ++probes_measured_;
    // Feedback counts in quarters of a millisecond.
    const std::int64_t span_us = std::max<std::int64_t>(probe.last_us - probe.first_us, 250);
    const std::int64_t found = probe.bytes * 8 * 1'000'000 / span_us;
    // Some of the spacing is chance: believe a little less.
    const auto believed = static_cast<std::int64_t>(static_cast<double>(found) * 0.9);
    bps_ = std::clamp(std::max(bps_, believed), kFloorBps, kCeilingBps);
}

void BandwidthEstimate::on_remb(std::int64_t bps, MonoTime now) {
    if (measures()) return;
    const bool falls =
        remb_ > 0 && static_cast<double>(bps) < static_cast<double>(remb_) * kFallingRemb;
    remb_ = bps;
    if (falls) {
        congested_at_ = now;
        limit_ = bps;
    } else {
        limit_ = std::max(limit_, bps);
    }
}

void BandwidthEstimate::on_loss(double fraction, std::int64_t sending_bps, MonoTime now) {
    if (measures()) return;
    loss_ = fraction;
    if (fraction <= kHeavyLoss) return;
    congested_at_ = now;
    limit_ =
        static_cast<std::int64_t>(static_cast<double>(sending_bps) * (1 - fraction) * kBackOff);
}

std::optional<std::int64_t> BandwidthEstimate::bps(MonoTime now) const {
    if (measures()) return bps_;
    if (congested_at_ && now - *congested_at_ < kCongested) return limit_;
    return std::nullopt;
}

}  // namespace lsl::media
