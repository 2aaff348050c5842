#include "server/services/live/room_figures.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "server/services/live/media_health.h"
#include "server/services/live/room_name.h"
#include "server/store/classes/class_counters_store.h"

namespace lsl::services {

namespace {

using domain::StreamStatus;

/// Trouble with the recording is told by itself.
bool same_health(wire::MediaHealth a, const wire::MediaHealth& b) {
    a.recording_trouble = b.recording_trouble;
    return a == b;
}

}  // namespace

RoomFigures::RoomFigures(store::Database& database, const Clock& clock, media::MediaThread& media,
                         LiveChanges& changes)
    : database_(database), clock_(clock), media_(media), changes_(changes), media_time_(database) {}

void RoomFigures::class_started(const domain::StudioClass& row) { watch(row); }

void RoomFigures::class_ended(const domain::StudioClass& row) {
    forget(room_of(row));
    media_time_.close(row.stream.id, clock_.mono());
}

void RoomFigures::class_cancelled(const domain::StudioClass& row) { forget(room_of(row)); }

void RoomFigures::class_back_to_planned(const domain::StudioClass& row) {
    {
        const std::lock_guard lock(mutex_);
        const auto room = rooms_.find(room_of(row));
        if (room != rooms_.end()) room->second.live = false;
    }
    media_time_.forget(row.stream.id);
}

void RoomFigures::publisher_came(const media::PublisherConnected& came) {
    if (const auto row = class_of_room(database_, came.room)) watch(*row);
    {
        const std::lock_guard lock(mutex_);
        const auto room = rooms_.find(came.room);
        if (room != rooms_.end()) {
            room->second.last_publisher = came.session;
            room->second.switched_off = {};
        }
    }
    refresh(came.room);
}

void RoomFigures::switched_off(const media::RoomName& name, SwitchedOff what) {
    {
        const std::lock_guard lock(mutex_);
        const auto room = rooms_.find(name);
        if (room == rooms_.end()) return;
        room->second.switched_off = what;
    }
    refresh(name);
}

void RoomFigures::watch(const domain::StudioClass& row) {
    const bool is_live = row.stream.status == StreamStatus::Live;
    if (!is_live && row.stream.status != StreamStatus::Scheduled) return;
    const std::lock_guard lock(mutex_);
    Room& room = rooms_[room_of(row)];
    room.stream = row.stream.id;
    room.live = room.live || is_live;
    room.stored_maximum = std::max(room.stored_maximum, row.stream.max_viewers);
    if (room.figures.media_health.verdict.empty()) room.figures.media_health.verdict = "offline";
}

void RoomFigures::forget(const media::RoomName& room) {
    const std::lock_guard lock(mutex_);
    rooms_.erase(room);
}

void RoomFigures::refresh() {
    std::vector<media::RoomName> names;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [name, room] : rooms_) names.push_back(name);
    }
    for (const auto& name : names) refresh(name);
}

void RoomFigures::refresh(const media::RoomName& name) {
    const media::RoomStats stats = media_.ask(media::ReadRoom{name});
    StreamId stream;
    bool other_public = false;
    bool other_health = false;
    std::optional<std::int64_t> new_maximum;
    {
        const std::lock_guard lock(mutex_);
        const auto found = rooms_.find(name);
        if (found == rooms_.end()) return;
        Room& room = found->second;
        stream = room.stream;
        if (!stats.publisher_connected) room.switched_off = {};
        const LiveFigures now{.viewers = stats.viewers,
                              .media_health = media_health(stats, room.switched_off)};
        other_public = room.figures.viewers != now.viewers ||
                       other_switched_off(room.figures.media_health, now.media_health);
        other_health = !same_health(room.figures.media_health, now.media_health);
        if (room.live && now.viewers > room.stored_maximum) {
            new_maximum = room.stored_maximum = now.viewers;
        }
        room.figures = now;
        if (room.live) media_time_.note(stream, media_arrives(now.media_health), clock_.mono());
        if (!room.live && !now.media_health.connected) rooms_.erase(found);
    }
    if (new_maximum) {
        static_cast<void>(database_.write([&](store::Connection& tx) {
            return store::ClassCountersStore(tx).raise_max_viewers(stream, *new_maximum);
        }));
    }
    if (other_public) {
        changes_.figures_changed(stream);
    } else if (other_health) {
        changes_.statistics_changed(stream);
    }
}

LiveFigures RoomFigures::of(const media::RoomName& room) const {
    {
        const std::lock_guard lock(mutex_);
        const auto found = rooms_.find(room);
        if (found != rooms_.end()) return found->second.figures;
    }
    LiveFigures none;
    none.media_health.verdict = "offline";
    return none;
}

media::SessionName RoomFigures::last_publisher(const media::RoomName& room) const {
    const std::lock_guard lock(mutex_);
    const auto found = rooms_.find(room);
    return found == rooms_.end() ? media::SessionName() : found->second.last_publisher;
}

}  // namespace lsl::services
