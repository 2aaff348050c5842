#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/store/classes/idempotency_store.h"
#include "shared/base/result.h"

namespace lsl::services {

/// A text of up to 255 visible ASCII characters; InvalidInput otherwise.
Result<void> check_idempotency_key(std::string_view key);

/// What came of the request of this key, if there was one. InvalidInput `idempotency_mismatch` when
/// the key was another request's. `request` names all that matters of it.
Result<std::optional<store::KeptAnswer>> kept_answer(store::Connection& tx, UserId user,
                                                     std::string_view key,
                                                     const std::string& request);

}  // namespace lsl::services
