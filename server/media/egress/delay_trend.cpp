#include "server/media/egress/delay_trend.h"

#include <algorithm>
#include <cmath>

namespace lsl::media {
namespace {

// The figures of libwebrtc's trendline estimator and overuse detector.
constexpr std::int64_t kGroupUs = 5'000;  // sent within this, packets belong together
constexpr double kSmoothing = 0.9;
constexpr double kGain = 4.0;
constexpr int kMaxVariations = 60;
constexpr double kOveruseMs = 10;
constexpr double kRise = 0.0087;  // of the threshold, per ms
constexpr double kFall = 0.039;
constexpr double kMinThresholdMs = 6;
constexpr double kMaxThresholdMs = 600;
constexpr double kMaxAdaptMs = 15;  // a peak that far above the threshold is left out
constexpr double kMaxStepMs = 100;
constexpr std::int64_t kGapUs = 3'000'000;  // a pause begins anew

}  // namespace

DelayTrend::State DelayTrend::on_packet(std::int64_t sent_us, std::int64_t arrived_us) {
    if (!group_) {
        group_ = Group{sent_us, sent_us, arrived_us};
        return state_;
    }
    if (sent_us - group_->sent_us > kGapUs || arrived_us - group_->arrived_us > kGapUs) {
        *this = {};
        group_ = Group{sent_us, sent_us, arrived_us};
        return state_;
    }
    if (sent_us - group_->first_sent_us <= kGroupUs) {
        group_->sent_us = std::max(group_->sent_us, sent_us);
        group_->arrived_us = std::max(group_->arrived_us, arrived_us);
        return state_;
    }
    if (before_) on_groups(*before_, *group_);
    before_ = group_;
    group_ = Group{sent_us, sent_us, arrived_us};
    return state_;
}

void DelayTrend::on_groups(const Group& before, const Group& after) {
    const double sent_ms = static_cast<double>(after.sent_us - before.sent_us) / 1000;
    const double arrived_ms = static_cast<double>(after.arrived_us - before.arrived_us) / 1000;
    if (!first_arrival_us_) first_arrival_us_ = after.arrived_us;
    variations_ = std::min(variations_ + 1, 1000);
    delay_ms_ += arrived_ms - sent_ms;
    smoothed_ms_ = kSmoothing * smoothed_ms_ + (1 - kSmoothing) * delay_ms_;
    points_[next_] = {static_cast<double>(after.arrived_us - *first_arrival_us_) / 1000,
                      smoothed_ms_};
    next_ = (next_ + 1) % kWindow;
    count_ = std::min(count_ + 1, kWindow);
    const double trend = count_ == kWindow ? slope() : 0;
    judge(std::min(variations_, kMaxVariations) * trend * kGain, sent_ms);
}

/// Of the least-squares line through the points, in ms of delay per ms.
double DelayTrend::slope() const {
    double at = 0;
    double delay = 0;
    for (const Point& point : points_) {
        at += point.at_ms / kWindow;
        delay += point.delay_ms / kWindow;
    }
    double above = 0;
    double below = 0;
    for (const Point& point : points_) {
        above += (point.at_ms - at) * (point.delay_ms - delay);
        below += (point.at_ms - at) * (point.at_ms - at);
    }
    return below > 0 ? above / below : 0;
}

void DelayTrend::judge(double trend_ms, double span_ms) {
    if (trend_ms > threshold_ms_) {
        overusing_ms_ = overusing_ms_ < 0 ? span_ms / 2 : overusing_ms_ + span_ms;
        ++overuses_;
        // A queue that shrinks again already needs nothing more done about it.
        if (overusing_ms_ > kOveruseMs && overuses_ > 1 && trend_ms >= last_trend_ms_) {
            overusing_ms_ = 0;
            overuses_ = 0;
            state_ = State::Overuse;
        }
    } else {
        overusing_ms_ = -1;
        overuses_ = 0;
        state_ = trend_ms < -threshold_ms_ ? State::Underuse : State::Normal;
    }
    last_trend_ms_ = trend_ms;
    adapt(trend_ms, span_ms);
}

/// 5.4: the threshold follows, so that a competing flow that fills queues does not starve us.
void DelayTrend::adapt(double trend_ms, double span_ms) {
    const double size = std::abs(trend_ms);
    if (size > threshold_ms_ + kMaxAdaptMs) return;
    const double rate = size < threshold_ms_ ? kFall : kRise;
    threshold_ms_ += rate * (size - threshold_ms_) * std::min(span_ms, kMaxStepMs);
    threshold_ms_ = std::clamp(threshold_ms_, kMinThresholdMs, kMaxThresholdMs);
}

}  // namespace lsl::media
