#include "shared/domain/lifecycle.h"

namespace lsl::domain {

namespace {

Error wrong_state(std::string message) {
    return make_error(ErrorCode::Conflict, "wrong_state", std::move(message));
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

Result<bool> start(Stream& stream, UtcTime now) {
    switch (stream.status) {
        case StreamStatus::Live: return false;
        case StreamStatus::Ended: return wrong_state("This class is already over.");
        case StreamStatus::Cancelled: return wrong_state("This class was cancelled.");
        case StreamStatus::Scheduled: break;
    }
    stream.status = StreamStatus::Live;
    stream.actual_start_time = now;
    stream.recording_state = RecordingState::Recording;
    stream.updated_at = now;
    return true;
}

Result<bool> end(Stream& stream, UtcTime now) {
    switch (stream.status) {
        case StreamStatus::Ended: return false;
        case StreamStatus::Scheduled:
            return wrong_state("This class hasn't started. Start it, or cancel it.");
        case StreamStatus::Cancelled: return wrong_state("This class was cancelled.");
        case StreamStatus::Live: break;
    }
    stream.status = StreamStatus::Ended;
    stream.actual_end_time = now;
    stream.recording_state = RecordingState::Preparing;
    stream.recording_expires_at = now + replay_period;
    stream.migration_scheduled_at = add_calendar_months(now, months_until_catalog);
    stream.webrtc_token.clear();
    stream.updated_at = now;
    return true;
}

Result<bool> cancel(Stream& stream, UtcTime now) {
    switch (stream.status) {
        case StreamStatus::Cancelled: return false;
        case StreamStatus::Ended:
            return wrong_state("This class is already over, so it can't be cancelled.");
        case StreamStatus::Scheduled:
        case StreamStatus::Live: break;
    }
    stream.status = StreamStatus::Cancelled;
    stream.webrtc_token.clear();
    stream.recording_state = RecordingState::None;
    stream.recording_video_id.reset();
    stream.calendar_sequence += 1;
    stream.calendar_changed_at = now;
    stream.updated_at = now;
    return true;
}

bool is_missed(const Stream& stream, UtcTime now) {
    return stream.status == StreamStatus::Scheduled && now >= planned_end(stream) + missed_after;
}

}  // namespace lsl::domain
