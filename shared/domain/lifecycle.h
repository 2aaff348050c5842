#pragma once

#include "shared/base/result.h"
#include "shared/base/time.h"
#include "shared/domain/studio_class.h"

namespace lsl::domain {

inline constexpr std::chrono::days replay_period{7};
inline constexpr int months_until_catalog = 2;
inline constexpr std::chrono::days missed_after{1};
inline constexpr std::chrono::minutes early_start{15};
inline constexpr std::chrono::minutes back_to_planned_within{1};
inline constexpr std::chrono::days refunded_after{1};
/// Of its planned length a class has to bring at least this part of picture or sound.
inline constexpr std::int64_t least_media_part = 10;  // a tenth

/// The same day `months` later, clamped to the end of the month, same time of day: what
/// PostgreSQL's `timestamptz + interval '2 months'` gives in UTC (31 December + 2 = 28 February).
UtcTime add_calendar_months(UtcTime time, int months);

/// scheduled → live → ended; cancelled from scheduled or live. Each function returns whether
/// anything changed: repeating a step is success without change. Conflict otherwise.
/// What is recorded from now on is called `video`.
Result<bool> start(StudioClass& row, VideoId video, UtcTime now);
/// Sets the end, the end of the replay week (+7 days) and migration_scheduled_at (+2 months), and
/// kills the publish token.
Result<bool> end(StudioClass& row, UtcTime now);
Result<bool> cancel(StudioClass& row, UtcTime now);

/// Undoes a start that was a mistake, by the rule of `may_go_back_to_planned`: as if the class had
/// never started, without the recording of that minute. Success without change while it is planned.
Result<bool> go_back_to_planned(StudioClass& row, bool watched, UtcTime now);
/// Notes that everybody has their tokens back, by the rule of `may_refund_everybody`.
Result<bool> refund(StudioClass& row, UtcTime now);

/// What to ask before a class goes live. The start itself never asks: a script means what it says.
struct StartQuestion {
    bool early = false;            ///< more than `early_start` before the planned time
    bool without_picture = false;  ///< nothing arrives yet
    bool asks() const { return early || without_picture; }
};
StartQuestion question_before_start(const Stream& stream, bool picture_arrives, UtcTime now);

/// A class that nobody started by a day after its planned end; or that was started, brought next to
/// nothing and was never ended.
bool is_missed(const Stream& stream, UtcTime now);

/// Over, and picture or sound arrived for less than a tenth of the planned length.
bool fell_through(const Stream& stream);
/// A class that fell through and whose day for the staff to refund it has passed.
bool is_refund_due(const Stream& stream, UtcTime now);

}  // namespace lsl::domain
