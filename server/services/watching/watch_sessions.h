#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "server/media/media_types.h"
#include "server/services/watching/watcher.h"
#include "shared/base/id.h"

namespace lsl::services {

/// How many players one person can have on a class: a television, a phone, and one that was
/// forgotten somewhere.
inline constexpr std::size_t most_sessions_of_a_watcher = 3;

/// The WHEP sessions that live here, and by what right each does. Thread-safe.
class WatchSessions {
  public:
    struct Session {
        media::SessionName name;
        StreamId stream;
        Watcher watcher;
    };

    /// Adds one. Names those of the same watcher and class that are too many with it, oldest first;
    /// they are no longer kept here, and are for the caller to close.
    std::vector<media::SessionName> add(Session session);
    void remove(const media::SessionName& name);
    std::vector<Session> all() const;
    /// Whose it is; nothing for one that is not kept here (any more).
    std::optional<Watcher> watcher_of(const media::SessionName& name) const;
    /// It was closed because the same person opened others since: for its player, which may ask
    /// why.
    bool was_displaced(const media::SessionName& name) const;

  private:
    static constexpr std::size_t most_remembered = 1000;

    mutable std::mutex mutex_;
    std::deque<Session> sessions_;  ///< oldest first
    std::set<media::SessionName> displaced_;
    std::deque<media::SessionName> displaced_in_order_;
};

}  // namespace lsl::services
