#include "shared/wire/jobs.h"

namespace lsl::wire {

void describe(Archive& a, JobItem& item) {
    a.field("stream_id", item.stream_id);
    a.field("title", item.title);
    a.field("action", item.action);
    a.extra("error", item.error);
}

void describe(Archive& a, JobHold& hold) {
    a.field("reason", hold.reason);
    a.field("count", hold.count);
    a.field("of", hold.of);
    a.field("message", hold.message);
}

void describe(Archive& a, JobReport& report) {
    a.field("processed", report.processed);
    a.field("succeeded", report.succeeded);
    a.field("failed", report.failed);
    a.field("items", report.items);
    a.extra("held", report.held);
}

void describe(Archive& a, JobRun& run) {
    a.field("job", run.job);
    a.field("started_at", run.started_at);
    a.field("finished_at", run.finished_at);
    a.field("processed", run.processed);
    a.field("succeeded", run.succeeded);
    a.field("failed", run.failed);
    a.extra("error", run.error);
    a.extra("failures", run.failures);
}

void describe(Archive& a, JobState& state) {
    a.field("job", state.job);
    a.field("next_run_at", state.next_run_at);
    a.field("last_run", state.last_run);
    a.extra("held", state.held);
}

void describe(Archive& a, RecordingSpace& space) {
    a.field("recordings_bytes", space.recordings_bytes);
    a.field("free_bytes", space.free_bytes);
    a.field("max_bytes", space.max_bytes);
    a.field("full", space.full);
}

}  // namespace lsl::wire
