#pragma once

#include <string_view>

#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/wire/notice_api.h"

namespace lsl::services {

/// Of which classes and teachers somebody wants to hear. Thread-safe.
class Bells {
  public:
    Bells(store::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    /// Both bells of a class, as they stand for that person. NotFound.
    Result<api::Bells> read(UserId user, std::string_view stream);
    /// What is absent stays. NotFound; Conflict `no_teacher`.
    Result<api::Bells> set(UserId user, std::string_view stream,
                           const api::PutBells::Request& wish);
    Result<api::ListFollowed::Response> followed(UserId user);
    /// NotFound.
    Result<void> unfollow(UserId user, std::string_view id);

  private:
    store::Database& database_;
    const Clock& clock_;
};

}  // namespace lsl::services
