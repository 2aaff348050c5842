#pragma once

#include <string_view>

#include "server/services/jobs/due_queue.h"

namespace lsl::services {

/// Old rows of the outbox go each hour: those of more than a day ago that every reader has had.
inline constexpr std::string_view forget_news = "forget_news";
DueKind forgetting_news(store::Database& database, const Clock& clock);
/// Plans it for the first time of a data folder.
Result<void> plan_forgetting(store::Database& database, const Clock& clock);

}  // namespace lsl::services
