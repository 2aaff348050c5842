#pragma once

#include <cstdint>
#include <string_view>

#include "server/services/watching/watch_rights.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/wire/practice_api.h"

namespace lsl::services {

/// Where somebody left a replay, and what they noted for practising with it: kept in their place in
/// the class, bounded in size, for nobody else. Thread-safe.
class Practice {
  public:
    /// All outlive the object.
    Practice(store::Database& database, const Clock& clock, const WatchRights& rights)
        : database_(database), clock_(clock), rights_(rights) {}

    /// NotFound; Forbidden and Conflict as for watching, and for who watches by a role alone;
    /// InvalidInput for times before the beginning or after a day.
    Result<void> keep_progress(UserId user, std::string_view stream_id, std::int64_t position_ms);
    /// NotFound; Forbidden without a place.
    Result<wire::PracticeNotes> notes(UserId user, std::string_view stream_id) const;
    /// Likewise; InvalidInput for notes beyond their bounds.
    Result<void> keep_notes(UserId user, std::string_view stream_id,
                            const wire::PracticeNotes& notes);

  private:
    Result<domain::Enrollment> place(UserId user, std::string_view stream_id) const;

    store::Database& database_;
    const Clock& clock_;
    const WatchRights& rights_;
};

}  // namespace lsl::services
