#include "server/media/session_closer.h"

#include <algorithm>

namespace lsl::media {

void SessionCloser::close(Session& session, const Turn& turn) {
    if (session.closing) return;
    session.closing = true;
    session.transport.close(turn.out);
    closed_.push_back(sessions_->remove(session));
    if (session.publishes()) {
        end_publisher(session, turn.now);
    } else {
        end_viewer(session, turn.now);
    }
}

void SessionCloser::end_publisher(Session& session, MonoTime now) {
    Room& room = *session.room;
    if (room.pending_publisher == &session) room.pending_publisher = nullptr;
    const bool on_air = room.publisher == &session;
    if (on_air) {
        room.publisher = nullptr;
        room.end_sources();
        if (room.tap) room.tap->on_publisher_gone(now);
    }
    // Whoever pulls waits for this, connected or not.
    if (on_air || session.answered) events_->emplace_back(PublisherGone{room.name, session.name});
}

void SessionCloser::end_viewer(Session& session, MonoTime now) {
    session.room->remove_viewer(session, now);
    events_->emplace_back(ViewerGone{session.room->name, session.name, session.viewer_tag});
}

void SessionCloser::close_viewers(Room& room, const Turn& turn) {
    const std::vector<Session*> viewers = room.viewers;
    for (Session* session : viewers) close(*session, turn);
}

void SessionCloser::close_publishers(Room& room, const Turn& turn) {
    if (room.pending_publisher != nullptr) close(*room.pending_publisher, turn);
    if (room.publisher != nullptr) close(*room.publisher, turn);
}

void SessionCloser::reap() {
    while (!closed_.empty()) {
        Room& room = *closed_.back()->room;
        closed_.pop_back();
        drop_if_empty(room);
    }
}

void SessionCloser::drop_if_empty(Room& room) {
    if (!room.is_empty()) return;
    const bool still_used = std::any_of(
        closed_.begin(), closed_.end(),
        [&room](const std::unique_ptr<Session>& session) { return session->room == &room; });
    if (still_used) return;
    fan_out_->forget(room);
    rooms_->remove(room);
}

}  // namespace lsl::media
