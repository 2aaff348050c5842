#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "server/services/events/event_hub.h"
#include "server/services/events/live_changes.h"
#include "server/services/events/paced_news.h"
#include "server/services/live/media_backend.h"
#include "server/store/database.h"
#include "server/store/jobs/outbox_store.h"
#include "server/threads/worker.h"
#include "shared/wire/events.h"

namespace lsl::services {

/// Tells those who listen what changed: by rows of the outbox, and by figures of the moment, at the
/// pace of PacedNews. The present rows are read under one lock, so that whoever changed last is
/// also heard last. Classes travel without their descriptions, which may be a thousand times as
/// long as what changes. Thread-safe.
class Announcements {
  public:
    /// What takes the live changes: a thread of its own, or whoever calls `tell_changes`.
    enum class By : std::uint8_t { OwnThread, Callers };

    /// All outlive the object.
    Announcements(store::Database& database, EventHub& hub, const MediaBackend& media,
                  LiveChanges& changes,
                  std::chrono::milliseconds interval = PacedNews::usual_interval,
                  By by = By::OwnThread);

    /// What changed by rows of the outbox.
    void tell(const std::vector<store::NewsRow>& news);
    /// What changed from moment to moment and is in no row.
    void tell_changes();

  private:
    void changed(const Subject& subject);
    void tell(const Subject& subject);
    void tell_class(StreamId stream);
    void tell_statistics(StreamId stream);
    void tell_enrollment(StreamId stream, UserId user);
    void tell_notices(UserId user);
    /// What the class's room shows, when it is not what was told last.
    void tell_room(StreamId stream, std::int64_t viewers);

    struct Row;
    Result<Row> read(StreamId stream) const;
    LiveFigures figures(const domain::StudioClass& row) const;

    store::Database& database_;
    EventHub& hub_;
    std::mutex order_;
    std::unordered_map<StreamId, std::int64_t>
        told_viewers_;  ///< in rooms that somebody listens to
    const MediaBackend& media_;
    LiveChanges& changes_;
    PacedNews news_;          // behind all that it uses
    threads::Worker worker_;  // last: it uses all the others
};

}  // namespace lsl::services
