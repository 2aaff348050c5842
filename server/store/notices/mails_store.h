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

/// What a mail is about; what it says is made when it leaves.
struct MailRow {
    MailId id;
    std::string kind;
    std::optional<UserId> user;  ///< nothing: an address of which nobody asked yet whose it is
    std::string address;
    std::string payload;
    std::optional<std::string> queue;       ///< those of one leave one after the other
    std::optional<std::string> dedupe_key;  ///< a second one with it is left out
    UtcTime created_at;
    UtcTime expires_at;  ///< it is of no use later
    std::int64_t attempts = 0;
    std::optional<UtcTime> not_before = {};  ///< when it is put: it leaves then at the earliest
};

struct MailState {
    MailId id;
    std::string kind, state;
    UtcTime created_at;
};

/// Tables mails and mail_suppressions. A mail is put in the transaction of its cause.
class MailsStore {
  public:
    explicit MailsStore(Connection& connection) : connection_(connection) {}

    Result<void> put(const MailRow& mail);
    /// What may leave now, the most overdue first; of a queue its oldest alone.
    Result<std::vector<MailRow>> due(UtcTime now, std::int64_t limit);
    Result<bool> is_waiting(MailId id);
    /// `state`: "sent", "failed", "suppressed" or "off".
    Result<void> finish(MailId id, std::string_view state, std::string_view detail, UtcTime now);
    /// An attempt begins; unless it is finished, the next one is at `next_at`.
    Result<void> begin_attempt(MailId id, UtcTime next_at);
    Result<void> note_problem(MailId id, std::string_view detail);
    /// Those of a queue that wait for a later time and were not tried yet may leave now.
    Result<void> hurry(std::string_view queue, UtcTime now);
    Result<void> remove(MailId id);
    Result<void> remove_done_before(UtcTime time);
    /// Of one kind to one person since then; with that payload alone, if given.
    Result<std::int64_t> count(UserId user, std::string_view kind, UtcTime since,
                               std::optional<std::string_view> payload = std::nullopt);
    /// One person's, newest first.
    Result<std::vector<MailState>> list(UserId user);

    Result<void> suppress(std::string_view address, std::string_view reason, UtcTime now);
    Result<bool> is_suppressed(std::string_view address);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
