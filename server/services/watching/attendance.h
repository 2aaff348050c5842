#pragma once

#include <string_view>

#include "server/services/watching/watch_rights.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/domain/enrollment.h"
#include "shared/wire/api.h"

namespace lsl::services {

/// Who has watched what, and for how long: noted in the places of those who have one. Who watches
/// by a role alone is counted nowhere. Thread-safe.
class Attendance {
  public:
    /// All outlive the object.
    Attendance(store::Database& database, const Clock& clock, const WatchRights& rights)
        : database_(database), clock_(clock), rights_(rights) {}

    /// A player of somebody who may watch shows a picture now: notes `watched_live` or
    /// `watched_replay`, and counts the time since it said so before, if that was not long ago.
    /// What it says of itself becomes a span: reported_spans.h. NotFound; Forbidden and Conflict as
    /// for watching; InvalidInput.
    Result<void> report_watching(UserId user, std::string_view stream_id,
                                 const api::ReportWatching::Request& said = {});
    /// The first live picture has been sent to them.
    void note_live(StreamId stream, UserId user);
    /// They read the recording. A player asks for many ranges, of which one a minute is noted;
    /// waits for nothing.
    void note_replay(const domain::Enrollment& enrollment);

  private:
    store::Database& database_;
    const Clock& clock_;
    const WatchRights& rights_;
};

}  // namespace lsl::services
