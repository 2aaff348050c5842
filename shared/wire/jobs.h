#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/id.h"
#include "shared/base/time.h"
#include "shared/wire/json/archive.h"

namespace lsl::wire {

/// What a job did with one class.
struct JobItem {
    StreamId stream_id;
    std::string title;
    std::string action;  ///< "cancelled", "expired", "deleted", "migrated"; "failed" with an error
    std::string error;   ///< a sentence; left out when it went well
};

/// What a job would do, but waits with: it cannot be undone, and looks like a mistake.
struct JobHold {
    std::string reason;      ///< "clock", "missed" (classes to cancel), "expired" (replays to end)
    std::int64_t count = 0;  ///< classes that it would touch; 0 for "clock"
    std::int64_t of = 0;     ///< all of their kind
    std::string message;     ///< the same as a sentence
};

/// The answer of the cron endpoints: processed = succeeded + failed.
struct JobReport {
    std::int64_t processed = 0;
    std::int64_t succeeded = 0;
    std::int64_t failed = 0;
    std::vector<JobItem> items;
    std::vector<JobHold> held;  ///< left out when there is none
};

/// One run in the history.
struct JobRun {
    std::string job;  ///< "cleanup-recordings", "migrate-streams-to-workouts"
    UtcTime started_at;
    std::optional<UtcTime> finished_at;  ///< null: runs now, or was interrupted
    std::int64_t processed = 0;
    std::int64_t succeeded = 0;
    std::int64_t failed = 0;
    std::string error;              ///< why the run as a whole stopped; left out when it did not
    std::vector<JobItem> failures;  ///< the first of them; left out when there are none
};

/// A job as the instructor sees it.
struct JobState {
    std::string job;
    UtcTime next_run_at;
    std::optional<JobRun> last_run;  ///< null before the first
    std::vector<JobHold> held;       ///< left out when there is none
};

/// How much room the recordings have.
struct RecordingSpace {
    std::int64_t recordings_bytes = 0;
    std::int64_t free_bytes = 0;            ///< of the disk that they are on
    std::optional<std::int64_t> max_bytes;  ///< what all recordings may take together
    bool full = false;                      ///< nothing more is recorded
};

void describe(Archive& a, JobItem& item);
void describe(Archive& a, JobHold& hold);
void describe(Archive& a, JobReport& report);
void describe(Archive& a, JobRun& run);
void describe(Archive& a, JobState& state);
void describe(Archive& a, RecordingSpace& space);

}  // namespace lsl::wire
