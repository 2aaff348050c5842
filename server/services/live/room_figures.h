#pragma once

#include <cstdint>
#include <map>
#include <mutex>

#include "server/media/io/media_thread.h"
#include "server/services/events/live_changes.h"
#include "server/services/live/media_backend.h"
#include "server/services/live/media_time.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/domain/studio_class.h"

namespace lsl::services {

/// What is to be seen of the rooms that live here: how many watch, how the picture arrives, who
/// sends it. Rooms of classes that are live, or that somebody publishes to already. Stores new
/// maxima and the time that media arrived, and notes what changed. Thread-safe.
class RoomFigures {
  public:
    /// All outlive the object.
    RoomFigures(store::Database& database, const Clock& clock, media::MediaThread& media,
                LiveChanges& changes);

    /// The class is live. Says nothing of its figures yet.
    void class_started(const domain::StudioClass& row);
    /// Returns when its row has all seconds of media.
    void class_ended(const domain::StudioClass& row);
    void class_cancelled(const domain::StudioClass& row);
    /// The start was undone: what was counted is not to be kept.
    void class_back_to_planned(const domain::StudioClass& row);
    void publisher_came(const media::PublisherConnected& came);
    /// By the publisher on air, until another comes or the connection ends.
    void switched_off(const media::RoomName& room, SwitchedOff what);

    /// Reads the figures anew: of one room, or of all, which is to be done about once a second.
    void refresh(const media::RoomName& room);
    void refresh();

    /// As read last; of a room that does not live: nobody, and `offline`.
    LiveFigures of(const media::RoomName& room) const;
    /// The publisher on air, or the last that was; empty for a room that does not live.
    media::SessionName last_publisher(const media::RoomName& room) const;

  private:
    struct Room {
        StreamId stream;
        bool live = false;
        std::int64_t stored_maximum = 0;
        LiveFigures figures;
        media::SessionName last_publisher;
        SwitchedOff switched_off;
    };
    void watch(const domain::StudioClass& row);
    void forget(const media::RoomName& room);

    store::Database& database_;
    const Clock& clock_;
    media::MediaThread& media_;
    LiveChanges& changes_;
    MediaTime media_time_;

    mutable std::mutex mutex_;  ///< of the next; never held while waiting for anything
    std::map<media::RoomName, Room> rooms_;
};

}  // namespace lsl::services
