#include "shared/wire/jobs.h"

namespace lsl::wire {

void describe(Archive& a, JobItem& item) {
    a.field("stream_id", item.stream_id);
    a.field("title", item.title);
    a.field("action", item.action);
    a.extra("error", item.error);
}

void describe(Archive& a, JobReport& report) {
    a.field("processed", report.processed);
    a.field("succeeded", report.succeeded);
    a.field("failed", report.failed);
    a.field("items", report.items);
}

void describe(Archive& a, JobRun& run) {
    a.field("job", run.job);
    a.field("started_at", run.started_at);
    a.field("finished_at", run.finished_at);
    a.field("processed", run.processed);
    a.field("succeeded", run.succeeded);
    a.field("failed", run.failed);
    a.extra("error", run.error);
}

}  // namespace lsl::wire
