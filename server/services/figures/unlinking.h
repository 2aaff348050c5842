#pragma once

#include <chrono>
#include <string_view>

#include "server/services/jobs/due_queue.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace lsl::services {

/// How long a class's figures know who somebody was: a year that can be compared with the one
/// before, and a month to do it in.
inline constexpr std::chrono::days watchers_known = std::chrono::days(396);

/// Each day the people are taken out of the figures of classes that are older; the numbers stay.
inline constexpr std::string_view unlink_watchers = "unlink_watchers";
DueKind unlinking_watchers(store::Database& database, const Clock& clock);
/// Plans it for the first time of a data folder.
Result<void> plan_unlinking(store::Database& database, const Clock& clock);

}  // namespace lsl::services
