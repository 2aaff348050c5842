#include "shared/domain/lifecycle.h"

#include <algorithm>
#include <utility>

#include "shared/domain/permissions.h"

namespace lsl::domain {

namespace {

Error wrong_state(std::string message) {
    return make_error(ErrorCode::Conflict, "wrong_state", std::move(message));
}

/// Picture or sound arrived for less than the least part of the planned length.
bool brought_too_little(const Stream& stream) {
    return stream.media_seconds &&
           *stream.media_seconds * least_media_part < stream.scheduled_duration_seconds;
}

/// The planned end, or that of a class that began late.
UtcTime last_end(const Stream& stream) {
    const std::chrono::seconds length(stream.scheduled_duration_seconds);
    return std::max(planned_end(stream), stream.actual_start_time.value_or(UtcTime{}) + length);
}

}  // namespace

UtcTime add_calendar_months(UtcTime time, int months) {
    using namespace std::chrono;
    const auto midnight = floor<days>(time);
    const year_month_day date(midnight);
    const year_month target = date.year() / date.month() + std::chrono::months(months);
    year_month_day moved = target / date.day();
    if (!moved.ok()) moved = target / last;
    return sys_days(moved) + (time - midnight);
}

Result<bool> start(StudioClass& row, VideoId video, UtcTime now) {
    Stream& stream = row.stream;
    switch (stream.status) {
        case StreamStatus::Live: return false;
        case StreamStatus::Ended: return wrong_state("This class is already over.");
        case StreamStatus::Cancelled: return wrong_state("This class was cancelled.");
        case StreamStatus::Scheduled: break;
    }
    stream.status = StreamStatus::Live;
    stream.actual_start_time = now;
    row.recording.begin(std::move(video), now);
    stream.updated_at = now;
    return true;
}

Result<bool> end(StudioClass& row, UtcTime now) {
    Stream& stream = row.stream;
    switch (stream.status) {
        case StreamStatus::Ended: return false;
        case StreamStatus::Scheduled:
            return wrong_state("This class hasn't started. Start it, or cancel it.");
        case StreamStatus::Cancelled: return wrong_state("This class was cancelled.");
        case StreamStatus::Live: break;
    }
    stream.status = StreamStatus::Ended;
    stream.actual_end_time = now;
    row.recording.close(now + replay_period);
    stream.migration_scheduled_at = add_calendar_months(now, months_until_catalog);
    row.ingest.access.webrtc_token.clear();
    stream.updated_at = now;
    return true;
}

Result<bool> cancel(StudioClass& row, UtcTime now) {
    Stream& stream = row.stream;
    switch (stream.status) {
        case StreamStatus::Cancelled: return false;
        case StreamStatus::Ended:
            return wrong_state("This class is already over, so it can't be cancelled.");
        case StreamStatus::Scheduled:
        case StreamStatus::Live: break;
    }
    stream.status = StreamStatus::Cancelled;
    row.ingest.access.webrtc_token.clear();
    row.recording.discard();
    row.calendar.move_on(now);
    stream.updated_at = now;
    return true;
}

Result<bool> go_back_to_planned(StudioClass& row, bool watched, UtcTime now) {
    Stream& stream = row.stream;
    if (stream.status == StreamStatus::Scheduled) return false;
    LSL_TRY(may_go_back_to_planned(stream, watched, now));
    stream.status = StreamStatus::Scheduled;
    stream.actual_start_time.reset();
    row.recording.discard();
    stream.media_seconds = 0;
    stream.updated_at = now;
    return true;
}

Result<bool> refund(StudioClass& row, UtcTime now) {
    Stream& stream = row.stream;
    if (stream.refunded_at) return false;
    LSL_TRY(may_refund_everybody(stream, row.recording));
    stream.refunded_at = now;
    stream.updated_at = now;
    return true;
}

StartQuestion question_before_start(const Stream& stream, bool picture_arrives, UtcTime now) {
    return {.early = stream.scheduled_start_time - now > early_start,
            .without_picture = !picture_arrives};
}

bool is_missed(const Stream& stream, UtcTime now) {
    if (now < last_end(stream) + missed_after) return false;
    return stream.status == StreamStatus::Scheduled ||
           (stream.status == StreamStatus::Live && brought_too_little(stream));
}

bool fell_through(const Stream& stream) {
    return stream.status == StreamStatus::Ended && brought_too_little(stream);
}

bool is_refund_due(const Stream& stream, UtcTime now) {
    return fell_through(stream) && !stream.refunded_at && stream.actual_end_time &&
           now >= *stream.actual_end_time + refunded_after;
}

}  // namespace lsl::domain
