#include "server/services/live/check_inputs.h"

#include <algorithm>

#include "server/services/accounts/secrets.h"

namespace lsl::services {

Result<CheckInputs::Opened> CheckInputs::open(StreamId stream) {
    const std::lock_guard lock(mutex_);
    Opened opened;
    const auto former =
        std::ranges::find_if(kept_, [&](const auto& one) { return one.second.stream == stream; });
    if (former != kept_.end()) {
        opened.replaced = former->first;
        kept_.erase(former);
    }
    if (kept_.size() >= most) {
        return make_error(ErrorCode::Conflict, "check_busy",
                          "Many people check their line right now. Try again in a minute.");
    }
    opened.input = {random_name(), random_secret()};
    kept_.emplace(opened.input.room, Kept{stream, opened.input.token, clock_.mono() + lasts});
    return opened;
}

bool CheckInputs::knows(const media::RoomName& room) const {
    const std::lock_guard lock(mutex_);
    return kept_.contains(room);
}

bool CheckInputs::fits(const media::RoomName& room, std::string_view token) const {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(room);
    return found != kept_.end() && clock_.mono() < found->second.until &&
           same_secret(token, found->second.token);
}

std::vector<media::RoomName> CheckInputs::take_expired() {
    const std::lock_guard lock(mutex_);
    std::vector<media::RoomName> expired;
    const MonoTime now = clock_.mono();
    for (auto it = kept_.begin(); it != kept_.end();) {
        if (now < it->second.until) {
            ++it;
            continue;
        }
        expired.push_back(it->first);
        it = kept_.erase(it);
    }
    return expired;
}

}  // namespace lsl::services
