#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::store {

/// Who did what to whom, where rights or tokens changed hands.
struct AuditEntry {
    UtcTime at;
    UserId actor;
    std::string action;  ///< "tokens_granted", "staff_invited", …
    std::optional<UserId> person;
    std::optional<StreamId> stream_id;
    std::string subject;  ///< a role, a sum, an id
    std::string reason;   ///< in the actor's words
};

/// Table audit_entries: rows are only ever added, in the transaction of what they tell about.
class AuditStore {
  public:
    explicit AuditStore(Connection& connection) : connection_(connection) {}

    Result<void> add(const AuditEntry& entry);
    /// Newest first.
    Result<std::vector<AuditEntry>> latest(std::int64_t limit);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
