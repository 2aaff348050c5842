#include "server/media/egress/retransmission.h"

#include <algorithm>

namespace lsl::media {

Retransmission::Verdict Retransmission::admit(std::int64_t index, std::size_t bytes,
                                              std::int64_t stream_rate, MonoTime now) {
    if (sent_recently(index, now)) return Verdict::TooSoon;
    const std::int64_t share = std::max(kLeastRate, stream_rate / kShare);
    // A queue that is full already is not emptied by filling it again.
    const std::int64_t rate = std::min(share, limit_.value_or(share));
    const std::int64_t burst = rate < share ? std::min(rate, kBurst) : kBurst;
    return budget_.take(bytes, {rate, burst}, now) ? Verdict::Send : Verdict::OverBudget;
}

void Retransmission::note_sent(std::int64_t index, MonoTime now) {
    recent_[next_recent_] = {index, now};
    next_recent_ = (next_recent_ + 1) % recent_.size();
}

bool Retransmission::sent_recently(std::int64_t index, MonoTime now) const {
    const auto interval = std::max(kShortestInterval, round_trip_ / 2);
    return std::any_of(recent_.begin(), recent_.end(), [&](const Sent& sent) {
        return sent.index == index && now - sent.at < interval;
    });
}

}  // namespace lsl::media
