#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/id.h"
#include "shared/base/time.h"
#include "shared/wire/archive.h"

namespace lsl::wire {

/// What a job did with one class.
struct JobItem {
    StreamId stream_id;
    std::string title;
    std::string action;  ///< "cancelled", "expired", "deleted", "migrated"; "failed" with an error
    std::string error;   ///< a sentence; left out when it went well
};

/// The answer of the cron endpoints: processed = succeeded + failed.
struct JobReport {
    std::int64_t processed = 0;
    std::int64_t succeeded = 0;
    std::int64_t failed = 0;
    std::vector<JobItem> items;
};

/// One run in the history.
struct JobRun {
    std::string job;  ///< "cleanup-recordings", "migrate-streams-to-workouts"
    UtcTime started_at;
    std::optional<UtcTime> finished_at;  ///< null: runs now, or was interrupted
    std::int64_t processed = 0;
    std::int64_t succeeded = 0;
    std::int64_t failed = 0;
    std::string error;  ///< why the run as a whole stopped; left out when it did not
};

void describe(Archive& a, JobItem& item);
void describe(Archive& a, JobReport& report);
void describe(Archive& a, JobRun& run);

}  // namespace lsl::wire
