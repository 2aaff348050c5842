#include "server/media/ingest/nack_tracker.h"

#include <algorithm>

namespace lsl::media {

bool NackTracker::on_packet(std::int64_t sequence, MonoTime now) {
    if (highest_ < 0) {
        highest_ = sequence;
        return false;
    }
    if (sequence <= highest_) {
        const auto found = std::lower_bound(
            missing_.begin(), missing_.end(), sequence,
            [](const Missing& entry, std::int64_t value) { return entry.sequence < value; });
        if (found != missing_.end() && found->sequence == sequence) missing_.erase(found);
        return false;
    }
    const std::int64_t gap = sequence - highest_ - 1;
    const std::int64_t first = highest_ + 1;
    highest_ = sequence;
    if (gap + static_cast<std::int64_t>(missing_.size()) > static_cast<std::int64_t>(kMaxMissing)) {
        missing_.clear();
        return true;
    }
    for (std::int64_t lost = first; lost < sequence; ++lost) {
        missing_.push_back({lost, now + kFirstWait});
    }
    return false;
}

NackTracker::Due NackTracker::take_due(MonoTime now, std::chrono::microseconds round_trip) {
    Due due;
    const auto retry = std::max(kMinRetry, round_trip + round_trip / 4);
    for (Missing& entry : missing_) {
        if (entry.due > now) continue;
        if (entry.tries == kMaxTries) {
            due.given_up = true;
            continue;
        }
        due.sequences.push_back(static_cast<std::uint16_t>(entry.sequence & 0xffff));
        if (entry.tries == 0) entry.asked = now;
        ++entry.tries;
        entry.due = now + retry;
    }
    if (due.given_up) {
        std::erase_if(missing_, [now](const Missing& entry) {
            return entry.tries == kMaxTries && entry.due <= now;
        });
    }
    return due;
}

std::optional<MonoTime> NackTracker::next_due() const {
    std::optional<MonoTime> next;
    for (const Missing& entry : missing_) {
        if (!next || entry.due < *next) next = entry.due;
    }
    return next;
}

std::optional<std::chrono::microseconds> NackTracker::answered_after(std::int64_t sequence,
                                                                     MonoTime now) const {
    for (const Missing& entry : missing_) {
        if (entry.sequence == sequence && entry.tries == 1) return now - entry.asked;
    }
    return std::nullopt;
}

void NackTracker::reset() {
    missing_.clear();
    highest_ = -1;
}

}  // namespace lsl::media
