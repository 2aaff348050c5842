#pragma once

#include <cstdint>
#include <optional>

#include "shared/base/result.h"
#include "shared/base/time.h"
#include "shared/domain/enrollment.h"
#include "shared/domain/media/recording.h"
#include "shared/domain/staff.h"
#include "shared/domain/stream.h"

namespace lsl::domain {

/// What staff do with a class, or with the studio as a whole. In the order of the roles that may,
/// as `least_role` says.
enum class StaffAction : std::uint8_t {
    Watch,          ///< what an enrolled viewer may
    ReadClass,      ///< its row for staff: with figures, without secrets and money
    Moderate,       ///< its chat: messages, time-outs, settings, who is there; its chapters
    ReadStaff,      ///< who else has a role on it
    ChangeClass,    ///< its texts, time and picture
    RunClass,       ///< start and end it, undo a start
    Publish,        ///< see and renew its publish token
    ReadFigures,    ///< who came and when, by name; without what it earned
    ChangeTerms,    ///< its price, and whether it is kept for the catalogue
    GiveBack,       ///< cancel it or refund everybody
    ReadMoney,      ///< what it earned and cost
    ReadRecording,  ///< also while nobody else may
    ManageStaff,    ///< invite and remove people, see their addresses
    CreateClass,
    GrantTokens,
    RunStudio,  ///< daily jobs, figures of all classes
};
/// The role with the fewest rights that may do it.
StaffRole least_role(StaffAction action);
inline bool may(StaffRole role, StaffAction action) { return role >= least_role(action); }
/// Forbidden: `not_staff` for who has no role there, `forbidden` for whose role is not enough.
Result<void> require_role(std::optional<StaffRole> role, StaffAction action);

/// What a viewer can watch now. The same function greys the button and refuses the request.
enum class Watch : std::uint8_t {
    Live,
    Replay,
    NotEnrolled,
    NotYet,           ///< enrolled, the class has not begun
    ReplayPreparing,  ///< over; the replay comes
    ReplayExpired,
    NoReplay,  ///< over, and nothing playable came of it
    Refunded,  ///< the same, and the tokens are back
    Cancelled,
    Revoked,  ///< this enrollment's permission was taken away
};
/// Staff may watch what an enrolled viewer may, without a place that somebody paid for.
Watch watch_verdict(const Stream& stream, const Recording& recording, const Enrollment* enrollment,
                    UtcTime now, std::optional<StaffRole> role = std::nullopt);

/// A failing verdict as the answer to a playback request: 403 not_enrolled, replay_expired;
/// 409 not_live and its relatives. Success for Live and Replay.
Result<void> require_watchable(Watch verdict);

/// While scheduled, live, and as long as there is or will be a replay. Conflict otherwise.
Result<void> may_enroll(const Stream& stream, const Recording& recording, UtcTime now);

/// A viewer may leave until the class starts, with a full refund. Conflict afterwards.
Result<void> may_withdraw(const Stream& stream);

/// A start that was a mistake can be undone for a minute, unless somebody watched: `watched` says
/// that a viewer was there. Conflict `too_late`, `already_watched` or `wrong_state`.
Result<void> may_go_back_to_planned(const Stream& stream, bool watched, UtcTime now);

/// A class that is over and fell through can be refunded to everybody. Conflict `had_media` or
/// `wrong_state` otherwise.
Result<void> may_refund_everybody(const Stream& stream, const Recording& recording);

/// Conflict `price_changed`, with the price as it is, when it is not what the person saw.
Result<void> is_expected_price(std::int64_t price, std::optional<std::int64_t> expected);

/// PaymentRequired `insufficient_tokens` with a sentence that says what is missing.
Result<void> may_pay(std::int64_t balance, std::int64_t price);

}  // namespace lsl::domain
