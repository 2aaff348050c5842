#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::store {

/// A notice on its way to one browser.
struct PushRow {
    std::int64_t sequence = 0;
    NoticeId notice;
    UserId user;
    std::int64_t subscription = 0;
    std::string endpoint, p256dh, auth;  ///< of the subscription
    UtcTime expires_at;                  ///< it is of no use later
    std::int64_t attempts = 0;
};

/// Table pushes. A push is put in the transaction of its notice.
class PushesStore {
  public:
    explicit PushesStore(Connection& connection) : connection_(connection) {}

    /// To all browsers of the person; it leaves at `at` at the earliest.
    Result<void> put(NoticeId notice, UserId user, UtcTime at, UtcTime expires_at);
    /// To one browser alone.
    Result<void> put_to(NoticeId notice, std::int64_t subscription, UtcTime at, UtcTime expires_at);
    /// What may leave now, the oldest first; of a browser the oldest alone, so that they arrive in
    /// order.
    Result<std::vector<PushRow>> due(UtcTime now, std::int64_t limit);
    /// An attempt begins; unless it is finished, the next one is at `next_at`.
    Result<void> begin_attempt(std::int64_t sequence, UtcTime next_at);
    /// It failed; the next one is at `next_at`.
    Result<void> note_problem(std::int64_t sequence, std::string_view detail, UtcTime next_at);
    /// `state`: "sent", "failed" or "off".
    Result<void> finish(std::int64_t sequence, std::string_view state, std::string_view detail);
    /// All of one browser's that still wait.
    Result<void> finish_waiting(std::int64_t subscription, std::string_view state,
                                std::string_view detail);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
