#include "server/services/watching/watch_sessions.h"

#include <algorithm>
#include <utility>

namespace lsl::services {

std::vector<media::SessionName> WatchSessions::add(Session session) {
    const std::lock_guard lock(mutex_);
    const auto same = [watcher = session.watcher, stream = session.stream](const Session& other) {
        return other.stream == stream && other.watcher.same_as(watcher);
    };
    sessions_.push_back(std::move(session));
    std::vector<media::SessionName> too_many;
    auto count = static_cast<std::size_t>(std::count_if(sessions_.begin(), sessions_.end(), same));
    while (count > most_sessions_of_a_watcher) {
        const auto oldest = std::find_if(sessions_.begin(), sessions_.end(), same);
        too_many.push_back(oldest->name);
        sessions_.erase(oldest);
        --count;
    }
    for (const media::SessionName& name : too_many) {
        if (displaced_.insert(name).second) displaced_in_order_.push_back(name);
    }
    while (displaced_in_order_.size() > most_remembered) {
        displaced_.erase(displaced_in_order_.front());
        displaced_in_order_.pop_front();
    }
    return too_many;
}

void WatchSessions::remove(const media::SessionName& name) {
    const std::lock_guard lock(mutex_);
    std::erase_if(sessions_, [&](const Session& session) { return session.name == name; });
}

std::vector<WatchSessions::Session> WatchSessions::all() const {
    const std::lock_guard lock(mutex_);
    return {sessions_.begin(), sessions_.end()};
}

std::optional<Watcher> WatchSessions::watcher_of(const media::SessionName& name) const {
    const std::lock_guard lock(mutex_);
    for (const Session& session : sessions_) {
        if (session.name == name) return session.watcher;
    }
    return std::nullopt;
}

bool WatchSessions::was_displaced(const media::SessionName& name) const {
    const std::lock_guard lock(mutex_);
    return displaced_.contains(name);
}

}  // namespace lsl::services
