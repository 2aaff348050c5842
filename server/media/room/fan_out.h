#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "server/media/media_types.h"
#include "server/media/room/room.h"
#include "server/media/session_timers.h"
#include "server/media/turn.h"

namespace lsl::media {

/// Sends on to viewers what has come into their rooms. It walks a room's viewers one after the
/// other, each with everything that there is for it, and goes on where it stopped when the outbox
/// is full.
///
/// With many viewers packets are collected first (Room::collects): until a frame is complete, or
/// for a time that depends on their number. A sender's pacer cuts a frame into bursts; going out in
/// one piece it costs a third, and a player needs the whole of it anyway.
///
/// A key frame for a thousand viewers takes the thread tens of milliseconds, and the last of them
/// would hear that much later than the first. So sound goes to all of them ahead of a picture that
/// takes long, also what comes in while it leaves.
class FanOut {
  public:
    /// Packets of a picture, for all viewers together, that take some ten milliseconds.
    static constexpr std::uint64_t kLongPicture = 8'000;
    static constexpr std::chrono::microseconds kCollectPerViewer{15};
    static constexpr std::chrono::microseconds kLongestCollect{15'000};

    /// Both outlive it. Viewers that begin to receive are told in `events`.
    FanOut(SessionTimers& timers, std::vector<MediaEvent>& events)
        : timers_(&timers), events_(&events) {}

    /// Packets of the room wait. `at_once` = not to be collected, a frame is complete.
    void note_media(Room& room, bool at_once, MonoTime now);
    /// To one viewer alone, whose transport is open.
    void send_to(Session& viewer, const Turn& turn);
    /// Sends what is due. True if more is, once the outbox has been emptied.
    bool flush(const Turn& turn);
    /// When to flush, at the latest at `limit`.
    MonoTime due(MonoTime limit) const;
    /// The room is about to go.
    void forget(Room& room);

  private:
    bool walk(Room& room, const Turn& turn);
    static void plan(Room& room);
    static bool send_sound(Room& room, const Turn& turn);
    void note_receiving(Session& viewer);

    SessionTimers* timers_;
    std::vector<MediaEvent>* events_;
    std::vector<Room*> waiting_;
};

}  // namespace lsl::media
