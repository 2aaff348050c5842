#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "server/services/events/event_hub.h"
#include "server/services/events/paced_news.h"
#include "server/services/live/media_backend.h"
#include "server/store/database.h"
#include "server/store/outbox_store.h"
#include "shared/wire/events.h"

namespace lsl::services {

/// Reads the outbox for those who listen, at the pace of PacedNews. The present rows are read under
/// one lock, so that whoever changed last is also heard last. Classes travel without their
/// descriptions, which may be a thousand times as long as what changes. Thread-safe.
class Announcements {
  public:
    Announcements(store::Database& database, EventHub& hub,
                  std::chrono::milliseconds interval = PacedNews::usual_interval);
    /// Viewer counts come from there once it is known; before, they are 0.
    void use(const MediaBackend& media);

    /// What changed by rows of the outbox.
    void tell(const std::vector<store::NewsRow>& news);
    /// Figures of the moment that are in no row: how many watch a class …
    void figures_changed(StreamId stream);
    /// … and what staff sees besides, which changes each second.
    void statistics_changed(StreamId stream);

  private:
    void tell(const Subject& subject);
    void tell_class(StreamId stream);
    void tell_statistics(StreamId stream);
    void tell_enrollment(StreamId stream, UserId user);
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
    std::atomic<const MediaBackend*> media_ = nullptr;
    PacedNews news_;  // last: its thread uses all the others
};

}  // namespace lsl::services
