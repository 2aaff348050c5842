#pragma once

#include <string_view>

#include "server/services/jobs/due_queue.h"
#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"

namespace lsl::services {

/// Texts that were removed longer ago than staff may read them go each hour.
inline constexpr std::string_view forget_removed_texts = "forget_removed_texts";
DueKind forgetting_removed_texts(store::Database& database, const Clock& clock);
/// Plans it for the first time of a data folder.
Result<void> plan_forgetting_texts(store::Database& database, const Clock& clock);

/// In the transaction that deletes an account: what the person wrote, voted and thought goes, in
/// all classes, and the rooms are told. The empty messages keep their places, so that nobody sees a
/// gap. Rows of the audit stay.
Result<void> erase_from_chats(store::Connection& tx, UserId user, UtcTime now);

}  // namespace lsl::services
