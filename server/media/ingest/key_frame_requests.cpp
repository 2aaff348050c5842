#include "server/media/ingest/key_frame_requests.h"

namespace lsl::media {

void KeyFrameRequests::on_key_frame(MonoTime now) {
    // One that comes long after the request came by schedule, not by obedience.
    if (awaiting_ && last_sent_ && now - *last_sent_ < kRetry) unanswered_ = 0;
    wanted_ = false;
    awaiting_ = false;
}

bool KeyFrameRequests::take_due(MonoTime now) {
    const auto due = next_due();
    if (!due || *due > now) return false;
    if (awaiting_) ++unanswered_;
    awaiting_ = true;
    last_sent_ = now;
    ++sent_;
    return true;
}

std::optional<MonoTime> KeyFrameRequests::next_due() const {
    if (!wanted_) return std::nullopt;
    if (!last_sent_) return MonoTime{};
    return *last_sent_ + (awaiting_ ? kRetry : kMinInterval);
}

}  // namespace lsl::media
