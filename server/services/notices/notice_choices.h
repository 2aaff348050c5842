#pragma once

#include "server/store/database.h"
#include "shared/base/result.h"
#include "shared/wire/notice_api.h"

namespace lsl::services {

/// What people choose about their notices. Thread-safe.
class NoticeChoices {
  public:
    explicit NoticeChoices(store::Database& database) : database_(database) {}

    Result<api::NoticeSettings> read(UserId user);
    /// What is absent stays. InvalidInput as api::PutNoticeSettings says; then nothing has changed.
    Result<api::NoticeSettings> change(UserId user, const api::PutNoticeSettings::Request& request);

  private:
    store::Database& database_;
};

}  // namespace lsl::services
