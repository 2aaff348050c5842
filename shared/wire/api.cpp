#include "shared/wire/api.h"

namespace lsl::api {

using wire::Archive;

void describe(Archive&, Empty&) {}

void describe(Archive& a, ListStreams::Response& m) {
    a.field("live_streams", m.live_streams);
    a.field("upcoming_streams", m.upcoming_streams);
    a.field("replay_streams", m.replay_streams);
    a.field("next_cursor", m.next_cursor);
}

void describe(Archive& a, OneStream& m) { a.field("stream", m.stream); }

void describe(Archive& a, ListEnrollments::Response& m) {
    a.field("enrollments", m.enrollments);
    a.field("next_cursor", m.next_cursor);
    a.with_default("total", m.total);
}

void describe(Archive& a, GetEnrollment::Response& m) { a.field("enrollment", m.enrollment); }

void describe(Archive& a, Enroll::Request& m) { a.extra("expectedPrice", m.expectedPrice); }

void describe(Archive& a, ReportWatching::Request& m) {
    a.extra("span", m.span);
    a.extra("positionMs", m.positionMs);
    a.extra("speedPercent", m.speedPercent);
    a.extra("playing", m.playing);
}

void describe(Archive& a, Enroll::Response& m) {
    a.field("enrollment", m.enrollment);
    a.field("token_balance", m.token_balance);
}

void describe(Archive& a, Withdraw::Response& m) { a.field("token_balance", m.token_balance); }

void describe(Archive& a, GetWallet::Response& m) {
    a.field("balance", m.balance);
    a.field("entries", m.entries);
    a.field("next_cursor", m.next_cursor);
}

void describe(Archive& a, GetPlayback::Response& m) {
    a.field("kind", m.kind);
    a.field("url", m.url);
    a.field("token", m.token);
    a.field("expires_at", m.expires_at);
    a.extra("fallback_url", m.fallback_url);
}

void describe(Archive& a, InstructorLogin::Request& m) { a.field("token", m.token); }

void describe(Archive& a, ListInstructorStreams::Response& m) {
    a.field("streams", m.streams);
    a.field("next_cursor", m.next_cursor);
    a.extra("media_backend", m.media_backend);
    a.with_default("totals", m.totals);
}

void describe(Archive& a, OneInstructorStream& m) { a.field("stream", m.stream); }

void describe(Archive& a, CreateStream::Request& m) {
    a.field("title", m.title);
    a.field("description", m.description);
    a.field("instructorName", m.instructorName);
    a.field("style", m.style);
    a.field("level", m.level);
    a.field("scheduledStartTime", m.scheduledStartTime);
    a.field("durationMinutes", m.durationMinutes);
    a.field("priceInTokens", m.priceInTokens);
    a.field("thumbnailUrl", m.thumbnailUrl);
    a.field("keepForCatalog", m.keepForCatalog);
}

void describe(Archive& a, ChangeStream::Request& m) {
    a.extra("title", m.title);
    a.extra("description", m.description);
    a.extra("instructorName", m.instructorName);
    a.extra("style", m.style);
    a.extra("level", m.level);
    a.extra("scheduledStartTime", m.scheduledStartTime);
    a.extra("durationMinutes", m.durationMinutes);
    a.extra("priceInTokens", m.priceInTokens);
    a.extra("thumbnailUrl", m.thumbnailUrl);
    a.extra("keepForCatalog", m.keepForCatalog);
}

void describe(Archive& a, TellSending::Request& m) {
    a.field("camera", m.camera);
    a.field("microphone", m.microphone);
}

void describe(Archive& a, ListJobs::Response& m) {
    a.field("jobs", m.jobs);
    a.field("runs", m.runs);
    a.field("recording_space", m.recording_space);
}

void describe(Archive& a, ListWorkouts::Response& m) {
    a.field("workouts", m.workouts);
    a.field("next_cursor", m.next_cursor);
}

void describe(Archive& a, GetWorkout::Response& m) { a.field("workout", m.workout); }

void describe(Archive& a, Failure& m) {
    a.field("error", m.error);
    a.field("code", m.code);
    a.extra("field", m.field);
    a.extra("price_in_tokens", m.price_in_tokens);
    a.extra("retry_after", m.retry_after);
    a.extra("until", m.until);
}

}  // namespace lsl::api
