#pragma once

#include <cstdint>
#include <string_view>

#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/wire/notice_api.h"

namespace lsl::services {

/// What somebody was told, as the app lists it. Thread-safe.
class NoticeInbox {
  public:
    NoticeInbox(store::Database& database, const Clock& clock)
        : database_(database), clock_(clock) {}

    /// `before` and `limit` as they stand in the address, or empty. NotFound for a `before` that is
    /// not the person's; InvalidInput `limit`.
    Result<api::ListNotices::Response> list(UserId user, std::string_view before,
                                            std::string_view limit);
    Result<std::int64_t> unread(UserId user);
    /// InvalidInput `ids` for too many.
    Result<void> read(UserId user, const api::ReadNotices::Request& request);

  private:
    store::Database& database_;
    const Clock& clock_;
};

}  // namespace lsl::services
