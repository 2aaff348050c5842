#include "server/media/room/fan_out.h"

#include <algorithm>

namespace lsl::media {

void FanOut::note_media(Room& room, bool at_once, MonoTime now) {
    const auto viewers = static_cast<std::int64_t>(room.viewers.size());
    const auto collect = std::min(kLongestCollect, kCollectPerViewer * viewers);
    const MonoTime due = at_once || !room.collects() ? now : now + collect;
    FanOutWalk& walk = room.walk;
    if (!walk.waiting) {
        walk.waiting = true;
        walk.flush_at = due;
        waiting_.push_back(&room);
    } else if (walk.next_viewer == 0) {
        walk.flush_at = std::min(walk.flush_at, due);
    } else {
        walk.again(due);
    }
}

void FanOut::send_to(Session& session, const Turn& turn) {
    const auto progress = session.viewer->send_logged(turn);
    if (progress == EgressTrack::Progress::Full) note_media(*session.room, true, turn.now);
    note_receiving(session);
    if (session.room->publisher != nullptr) timers_->schedule(*session.room->publisher);
}

bool FanOut::flush(const Turn& turn) {
    for (std::size_t i = 0; i < waiting_.size();) {
        Room& room = *waiting_[i];
        if (room.walk.flush_at > turn.now) {
            ++i;
            continue;
        }
        if (!walk(room, turn)) return true;
        if (room.walk.flush_again_at) {
            room.walk.flush_at = *room.walk.flush_again_at;
            room.walk.flush_again_at.reset();
            if (room.walk.flush_at <= turn.now) return true;
            continue;
        }
        room.walk.waiting = false;
        waiting_[i] = waiting_.back();
        waiting_.pop_back();
    }
    return false;
}

/// Whether sound goes ahead; asked again whenever the walk goes on, since more may have come.
void FanOut::plan(Room& room) {
    FanOutWalk& walk = room.walk;
    if (!walk.begun) {
        walk.begun = true;
        const std::uint64_t pictures = room.pictures_logged();
        const std::uint64_t waiting = pictures - walk.pictures;
        walk.sound_first = waiting * room.viewers.size() > kLongPicture;
        walk.next_listener = room.viewers.size();
        walk.pictures = pictures;
    }
    const std::uint64_t sounds = room.audio.log ? room.audio.log->head() : 0;
    if (walk.sound_first && sounds != walk.sounds) walk.next_listener = 0;
    walk.sounds = sounds;
}

/// False when the outbox is full.
bool FanOut::send_sound(Room& room, const Turn& turn) {
    for (std::size_t& next = room.walk.next_listener; next < room.viewers.size(); ++next) {
        Session& session = *room.viewers[next];
        if (session.transport.open() && !session.viewer->send_sound(turn)) return false;
    }
    return true;
}

/// Goes on with the viewer where the last batch ended. False when the outbox is full.
bool FanOut::walk(Room& room, const Turn& turn) {
    plan(room);
    if (room.walk.sound_first && !send_sound(room, turn)) return false;
    for (std::size_t& next = room.walk.next_viewer; next < room.viewers.size(); ++next) {
        Session& session = *room.viewers[next];
        if (!session.transport.open()) continue;
        const auto progress = session.viewer->send_logged(turn);
        if (progress == EgressTrack::Progress::Full) return false;
        if (progress == EgressTrack::Progress::Paced) timers_->schedule(session);
        note_receiving(session);
    }
    room.walk.next_viewer = 0;
    room.walk.begun = false;
    // Viewers may have asked for a key frame.
    if (room.publisher != nullptr) timers_->schedule(*room.publisher);
    return true;
}

void FanOut::note_receiving(Session& session) {
    if (!session.viewer->take_receiving()) return;
    events_->emplace_back(ViewerReceiving{session.room->name, session.name, session.viewer_tag});
}

MonoTime FanOut::due(MonoTime limit) const {
    for (const Room* room : waiting_) limit = std::min(limit, room->walk.flush_at);
    return limit;
}

void FanOut::forget(Room& room) { std::erase(waiting_, &room); }

}  // namespace lsl::media
