#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::store {

/// What a job did with one class.
struct JobItemRow {
    StreamId stream;
    std::string action;
    std::string error;   ///< a sentence; empty: it went well
    std::string detail;  ///< for the log
};

/// A step that failed, with the class's title of now.
struct JobFailureRow {
    StreamId stream;
    std::string title;
    std::string error;
};

struct JobRunRow {
    std::int64_t id = 0;
    std::string job;
    UtcTime started_at;
    std::optional<UtcTime> finished_at;  ///< nothing: runs now, or the server died meanwhile
    std::int64_t processed = 0;
    std::int64_t succeeded = 0;
    std::int64_t failed = 0;
    std::string error;  ///< why the run as a whole stopped
};

/// What a job waits with, of one kind.
struct JobHoldRow {
    std::string job;
    std::string reason;
    std::int64_t count = 0;
    std::int64_t of = 0;
    UtcTime since;
    bool confirmed = false;  ///< by staff
};

/// Tables job_runs, job_run_items, job_holds and believed_time.
class JobsStore {
  public:
    explicit JobsStore(Connection& connection) : connection_(connection) {}

    Result<std::int64_t> begin(std::string_view job, UtcTime now);
    Result<void> add_item(std::int64_t run, std::int64_t position, const JobItemRow& item);
    Result<void> finish(const JobRunRow& run);
    /// Newest first; of one job, or of all when the name is empty.
    Result<std::vector<JobRunRow>> runs(std::string_view job, std::int64_t limit);
    Result<std::vector<JobItemRow>> items(std::int64_t run);
    /// The first ones of a run.
    Result<std::vector<JobFailureRow>> failures(std::int64_t run, std::int64_t limit);
    /// When the last run began, if it came to its end; nothing when it was cut short.
    Result<std::optional<UtcTime>> last_finished(std::string_view job);

    Result<std::vector<JobHoldRow>> holds(std::string_view job);
    /// Keeps `since` and `confirmed` of a hold that is there already.
    Result<void> put_hold(const JobHoldRow& hold);
    Result<void> remove_hold(std::string_view job, std::string_view reason);
    Result<void> confirm_holds(std::string_view job);

    /// The newest time that was believed; of a database that never noted one, the newest start of a
    /// job.
    Result<std::optional<UtcTime>> last_believed_time();
    Result<void> note_believed_time(UtcTime now);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
