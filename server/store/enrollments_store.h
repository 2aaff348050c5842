#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "server/store/connection.h"
#include "server/store/read_rows.h"
#include "shared/base/result.h"
#include "shared/domain/enrollment.h"

namespace lsl::store {

/// Table stream_enrollments.
class EnrollmentsStore {
  public:
    explicit EnrollmentsStore(Connection& connection) : connection_(connection) {}

    /// Conflict when this viewer has a place already.
    Result<void> insert(const domain::Enrollment& enrollment);
    Result<std::optional<domain::Enrollment>> find(StreamId stream, UserId user);
    Result<void> remove(EnrollmentId id);
    /// One viewer's, newest first, behind a position.
    Result<std::vector<domain::Enrollment>> list(UserId user, const std::optional<Position>& after,
                                                 std::int64_t limit);
    Result<std::vector<domain::Enrollment>> of_stream(StreamId stream);

    Result<void> set_replay_expiry(StreamId stream, UtcTime expires_at);
    Result<void> note_watched_live(StreamId stream, UserId user, UtcTime now);
    Result<void> note_watched_replay(StreamId stream, UserId user, UtcTime now);
    /// When this viewer's player spoke before; notes that it speaks now.
    Result<std::optional<UtcTime>> note_report(StreamId stream, UserId user, UtcTime now);
    /// Viewers whose players spoke since.
    Result<std::int64_t> count_reporting(StreamId stream, UtcTime since);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
