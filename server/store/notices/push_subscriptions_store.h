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

/// A browser that asked to be told.
struct PushSubscription {
    std::int64_t sequence = 0;  ///< its number, given by `put`
    std::string endpoint;       ///< where its messages are posted
    UserId user;
    std::string p256dh, auth;  ///< its keys, base64url
    std::string device;        ///< in a person's words; may be empty
    std::string login;         ///< of the sign-in that named it last: its row's name in sessions
    UtcTime created_at;
    UtcTime renewed_at;
    std::optional<UtcTime> last_sent_at;
};

/// Table push_subscriptions.
class PushSubscriptionsStore {
  public:
    explicit PushSubscriptionsStore(Connection& connection) : connection_(connection) {}

    Result<std::optional<PushSubscription>> find(std::string_view endpoint);
    /// A new one, or in place of what was known of that endpoint, whosever it was.
    Result<void> put(const PushSubscription& subscription);
    /// One person's, the one that was renewed last first.
    Result<std::vector<PushSubscription>> of_person(UserId user);
    /// The rest of one person's, from the one that was renewed longest ago.
    Result<void> keep_newest(UserId user, std::int64_t most);
    /// Of the person's own.
    Result<void> remove(UserId user, std::string_view endpoint);
    Result<void> remove(std::int64_t sequence);
    /// Those that a sign-in named, which the person ends.
    Result<void> remove_of_login(UserId user, std::string_view login);
    /// All but those; with an empty login all of theirs.
    Result<void> remove_of_other_logins(UserId user, std::string_view login);
    Result<void> note_sent(std::int64_t sequence, UtcTime now);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
