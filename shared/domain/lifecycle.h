#pragma once

#include "shared/base/result.h"
#include "shared/base/time.h"
#include "shared/domain/stream.h"

namespace lsl::domain {

inline constexpr std::chrono::days replay_period{7};
inline constexpr int months_until_catalog = 2;
inline constexpr std::chrono::days missed_after{1};

/// The same day `months` later, clamped to the end of the month, same time of day: what
/// PostgreSQL's `timestamptz + interval '2 months'` gives in UTC (31 December + 2 = 28 February).
UtcTime add_calendar_months(UtcTime time, int months);

/// scheduled → live → ended; cancelled from scheduled or live. Each function returns whether
/// anything changed: repeating a step is success without change. Conflict otherwise.
Result<bool> start(Stream& stream, UtcTime now);
/// Sets the end, recording_expires_at (+7 days) and migration_scheduled_at (+2 months), and
/// kills the publish token.
Result<bool> end(Stream& stream, UtcTime now);
Result<bool> cancel(Stream& stream, UtcTime now);

/// A class that nobody started by a day after its planned end.
bool is_missed(const Stream& stream, UtcTime now);

}  // namespace lsl::domain
