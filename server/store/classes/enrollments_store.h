#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "server/store/connection.h"
#include "server/store/read_rows.h"
#include "shared/base/result.h"
#include "shared/domain/enrollment.h"
#include "shared/domain/studio_class.h"

namespace lsl::store {

/// A place with its class.
struct EnrolledClass {
    domain::Enrollment enrollment;
    domain::StudioClass row;
};

/// Table stream_enrollments. Places that are taken, given up or paid back are news by that.
class EnrollmentsStore {
  public:
    explicit EnrollmentsStore(Connection& connection) : connection_(connection) {}

    /// Conflict when this viewer has a place already.
    Result<void> insert(const domain::Enrollment& enrollment);
    Result<std::optional<domain::Enrollment>> find(StreamId stream, UserId user);
    Result<void> remove(const domain::Enrollment& enrollment, UtcTime now);
    /// One viewer's, newest first, behind a position.
    Result<std::vector<EnrolledClass>> list(UserId user, const std::optional<Position>& after,
                                            std::int64_t limit);
    /// The query behind it, so that a test can ask for its plan.
    static const char* list_query();
    Result<std::int64_t> count(UserId user);
    Result<std::vector<domain::Enrollment>> of_stream(StreamId stream);

    Result<void> set_replay_expiry(StreamId stream, UtcTime expires_at);
    Result<void> note_refunded(StreamId stream, UtcTime now);
    Result<bool> any_watched_live(StreamId stream);
    Result<void> note_watched_live(StreamId stream, UserId user, UtcTime now);
    Result<void> note_watched_replay(StreamId stream, UserId user, UtcTime now);
    /// Where they left the replay; 0 = at its end.
    Result<void> keep_progress(StreamId stream, UserId user, std::int64_t position_ms);
    /// What they noted for practising, as JSON; "" = nothing.
    Result<std::string> practice_notes(EnrollmentId id);
    Result<void> keep_practice_notes(EnrollmentId id, std::string_view notes);
    /// When this viewer's player spoke before; notes that it speaks now.
    Result<std::optional<UtcTime>> note_report(StreamId stream, UserId user, UtcTime now);
    /// Viewers whose players spoke since.
    Result<std::int64_t> count_reporting(StreamId stream, UtcTime since);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
