#pragma once

#include <string_view>

#include "server/services/jobs/due_queue.h"

namespace lsl::services {

/// Notices of more than a month ago go each day, as mails do.
inline constexpr std::string_view forget_notices = "forget_notices";
DueKind forgetting_notices(store::Database& database, const Clock& clock);
/// Plans it for the first time of a data folder.
Result<void> plan_forgetting_notices(store::Database& database, const Clock& clock);

}  // namespace lsl::services
