#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

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

    std::string token(UserId user, domain::NoticeEvent event) const;
    /// As often as somebody calls it. NotFound for a token that is not ours, and for mails that
    /// cannot be ended.
    Result<void> unsubscribe(std::string_view token);

  private:
    struct Claim {
        UserId user;
        domain::NoticeEvent event;
    };
    UnsubscribeLinks(store::Database& database, std::string key)
        : database_(&database), key_(std::move(key)) {}
    std::optional<Claim> claim_of(std::string_view token) const;

    store::Database* database_;
    std::string key_;
};

}  // namespace lsl::services
