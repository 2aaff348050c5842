#include "server/recorder/finish/replay_order.h"

#include <algorithm>
#include <utility>

namespace lsl::recorder {

namespace {

/// Retransmitted sound comes no later than this behind the sound that was sent after it.
constexpr std::int64_t latest_us = 3'000'000;
/// However odd the times are, this many packets at most are held to be sorted.
constexpr std::size_t most_held = 2'000;

}  // namespace

ReplayOrder::ReplayOrder(Track audio, Track video)
    : audio_track_(std::move(audio)), video_track_(std::move(video)), video_(video_track_()) {
    read_ahead();
}

std::optional<ReplayFrame> ReplayOrder::next() {
    const bool sound = !audio_.empty() && (!video_ || audio_.front().time_us <= video_->time_us);
    if (!sound) return std::exchange(video_, video_ ? video_track_() : std::nullopt);
    std::optional<ReplayFrame> frame(std::move(audio_.front()));
    audio_.pop_front();
    read_ahead();
    return frame;
}

void ReplayOrder::read_ahead() {
    while (true) {
        if (other_clock_) {
            if (!audio_.empty()) return;
            audio_.push_back(std::move(*std::exchange(other_clock_, std::nullopt)));
        }
        if (!audio_.empty() && audio_.back().time_us - audio_.front().time_us > latest_us) return;
        if (audio_ended_ || audio_.size() >= most_held) return;
        auto frame = audio_track_();
        if (!frame) {
            audio_ended_ = true;
            return;
        }
        if (!audio_.empty() && frame->clock != audio_.back().clock) {
            other_clock_ = std::move(frame);
            continue;
        }
        const auto before = std::upper_bound(
            audio_.begin(), audio_.end(), frame->time_us,
            [](std::int64_t time, const ReplayFrame& other) { return time < other.time_us; });
        audio_.insert(before, std::move(*frame));
    }
}

}  // namespace lsl::recorder
