#pragma once

#include <mutex>

#include "server/services/event_hub.h"
#include "server/services/media_backend.h"
#include "server/store/database.h"
#include "shared/wire/events.h"

namespace lsl::services {

/// Tells listeners what changed, after the change is durable. Each call reads the present rows
/// under one lock, so that whoever changed last is also heard last. Thread-safe.
class Announcements {
  public:
    Announcements(store::Database& database, EventHub& hub);
    /// Viewer counts come from there once it is known; before, they are 0.
    void use(const MediaBackend& media);

    /// The public row to everybody, and the statistics to instructors.
    void stream_changed(StreamId stream);
    /// The statistics alone: figures of the picture change each second.
    void statistics_changed(StreamId stream);
    /// The enrollment (or that it is gone) and the balance to its viewer.
    void enrollment_changed(StreamId stream, UserId user);

  private:
    struct Row;
    Result<Row> read(StreamId stream) const;
    LiveFigures figures(const domain::Stream& stream) const;

    store::Database& database_;
    EventHub& hub_;
    std::mutex order_;
    const MediaBackend* media_ = nullptr;
};

}  // namespace lsl::services
