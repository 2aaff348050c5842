#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/domain/notices.h"

namespace lsl::services {

/// Links in mails by which somebody ends the mails of one kind, without signing in (RFC 8058). They
/// hold for ever, and the database does not know them: a MAC says that they are ours. Thread-safe.
class UnsubscribeLinks {
  public:
    static Result<UnsubscribeLinks> open(store::Database& database, const Clock& clock);

    /// Ends mails about that kind of event.
    std::string token(UserId user, domain::NoticeEvent event) const;
    /// Switches the person's bell of a class off.
    std::string token(UserId user, StreamId bell) const;
    /// Follows a teacher no more.
    std::string token(UserId user, FollowedId teacher) const;
    /// As often as somebody calls it. NotFound for a token that is not ours, and for mails that
    /// cannot be ended.
    Result<void> unsubscribe(std::string_view token);

  private:
    using Ended = std::variant<domain::NoticeEvent, StreamId, FollowedId>;
    struct Claim {
        UserId user;
        Ended ended;
    };
    UnsubscribeLinks(store::Database& database, const Clock& clock, std::string key)
        : database_(&database), clock_(&clock), key_(std::move(key)) {}
    std::string signed_claim(char kind, UserId user, const Uuid* subject) const;
    std::optional<Claim> claim_of(std::string_view token) const;
    /// Inside a transaction.
    Result<void> end(store::Connection& tx, const Claim& claim) const;

    store::Database* database_;
    const Clock* clock_;
    std::string key_;
};

}  // namespace lsl::services
