#pragma once

#include <algorithm>
#include <optional>

#include "server/media/session.h"
#include "server/media/session_table.h"
#include "server/media/timer_queue.h"

namespace lsl::media {

/// When each session wants to be looked at again. A session has one valid entry in the queue; its
/// older ones are skipped.
class SessionTimers {
  public:
    /// After anything that may have made the session due earlier than it was.
    void schedule(Session& session) {
        if (session.closing) return;
        const MonoTime deadline = session.deadline();
        if (deadline >= session.scheduled_at) return;
        session.scheduled_at = deadline;
        queue_.push(deadline, session.id);
    }
    /// A session that is due, once; schedule it again afterwards. Null if none is. `looked_at`
    /// counts the entries that were taken off, so that one call of the engine stays short.
    Session* take_due(const SessionTable& sessions, MonoTime now, int most, int& looked_at) {
        for (; looked_at < most; ++looked_at) {
            const auto due = queue_.pop_due(now);
            if (!due) return nullptr;
            Session* session = sessions.by_id(due->session);
            if (session == nullptr || session->scheduled_at != due->at) continue;
            session->scheduled_at = MonoTime{INT64_MAX};
            ++looked_at;
            return session;
        }
        return nullptr;
    }
    std::optional<MonoTime> next() const { return queue_.next(); }

  private:
    TimerQueue queue_;
};

}  // namespace lsl::media
