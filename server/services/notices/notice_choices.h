#pragma once

#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/wire/notice_api.h"

namespace lsl::services {

/// What people choose about their notices. Thread-safe.
class NoticeChoices {
  public:
    NoticeChoices(store::Database& database, const Clock& clock)
        : database_(database), clock_(clock) {}

    Result<api::NoticeSettings> read(UserId user);
    /// What is absent stays. InvalidInput as api::PutNoticeSettings says; then nothing has changed.
    Result<api::NoticeSettings> change(UserId user, const api::PutNoticeSettings::Request& request);

  private:
    store::Database& database_;
    const Clock& clock_;
};

}  // namespace lsl::services
