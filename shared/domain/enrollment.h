#pragma once

#include <cstdint>
#include <optional>

#include "shared/base/id.h"
#include "shared/base/time.h"

namespace lsl::domain {

/// One viewer's place in one class: a row of stream_enrollments.
struct Enrollment {
    EnrollmentId id;
    StreamId stream_id;
    UserId user_id;
    std::int64_t tokens_paid = 0;
    UtcTime enrolled_at;

    bool can_watch_live = true;
    bool can_watch_replay = true;
    std::optional<UtcTime> replay_access_expires_at;

    bool watched_live = false;
    bool watched_replay = false;
    std::optional<UtcTime> last_watched_at;

    std::optional<std::int64_t> replay_position_ms;  ///< where they left the replay; 0 = at its end

    std::optional<UtcTime> refunded_at;  ///< the studio gave back what was paid
};

}  // namespace lsl::domain
