#pragma once

#include <cstdint>

#include "shared/base/result.h"
#include "shared/base/time.h"
#include "shared/domain/enrollment.h"
#include "shared/domain/stream.h"

namespace lsl::domain {

/// What a viewer can watch now. The same function greys the button and refuses the request.
enum class Watch : std::uint8_t {
    Live,
    Replay,
    NotEnrolled,
    NotYet,           ///< enrolled, the class has not begun
    ReplayPreparing,  ///< over; the replay comes
    ReplayExpired,
    NoReplay,  ///< over, and nothing playable came of it
    Cancelled,
    Revoked,  ///< this enrollment's permission was taken away
};
Watch watch_verdict(const Stream& stream, const Enrollment* enrollment, UtcTime now);

/// A failing verdict as the answer to a playback request: 403 not_enrolled, replay_expired;
/// 409 not_live and its relatives. Success for Live and Replay.
Result<void> require_watchable(Watch verdict);

/// While scheduled, live, and as long as there is or will be a replay. Conflict otherwise.
Result<void> may_enroll(const Stream& stream, UtcTime now);

/// A viewer may leave until the class starts, with a full refund. Conflict afterwards.
Result<void> may_withdraw(const Stream& stream);

/// PaymentRequired `insufficient_tokens` with a sentence that says what is missing.
Result<void> may_pay(std::int64_t balance, std::int64_t price);

}  // namespace lsl::domain
