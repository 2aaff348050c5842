#pragma once

#include <memory>
#include <vector>

#include "server/media/media_types.h"
#include "server/media/room/fan_out.h"
#include "server/media/room/rooms.h"
#include "server/media/session_table.h"
#include "server/media/turn.h"

namespace lsl::media {

/// How sessions end: out of the tables and their room at once, with the event that tells of it.
/// Their memory, and that of rooms that nobody is in, goes with the next `reap`, since the caller
/// may be working on the session.
class SessionCloser {
  public:
    /// All of them outlive it.
    SessionCloser(Rooms& rooms, SessionTable& sessions, FanOut& fan_out,
                  std::vector<MediaEvent>& events)
        : rooms_(&rooms), sessions_(&sessions), fan_out_(&fan_out), events_(&events) {}

    /// A session that is closing already is left alone.
    void close(Session& session, const Turn& turn);
    void close_viewers(Room& room, const Turn& turn);
    /// The one on air, and one that is about to be.
    void close_publishers(Room& room, const Turn& turn);
    /// At the end of a turn.
    void reap();
    /// The room goes unless somebody is in it, or a session of it waits for `reap`.
    void drop_if_empty(Room& room);

  private:
    void end_publisher(Session& session, MonoTime now);
    void end_viewer(Session& session, MonoTime now);

    Rooms* rooms_;
    SessionTable* sessions_;
    FanOut* fan_out_;
    std::vector<MediaEvent>* events_;
    std::vector<std::unique_ptr<Session>> closed_;
};

}  // namespace lsl::media
