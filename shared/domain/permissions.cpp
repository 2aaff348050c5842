#include "shared/domain/permissions.h"

#include <string>

namespace lsl::domain {

namespace {

Error refused(ErrorCode code, std::string word, std::string message) {
    return make_error(code, std::move(word), std::move(message));
}

}  // namespace

Watch watch_verdict(const Stream& stream, const Enrollment* enrollment, UtcTime now) {
    if (enrollment == nullptr) return Watch::NotEnrolled;
    switch (stream.status) {
        case StreamStatus::Cancelled: return Watch::Cancelled;
        case StreamStatus::Scheduled: return Watch::NotYet;
        case StreamStatus::Live: return enrollment->can_watch_live ? Watch::Live : Watch::Revoked;
        case StreamStatus::Ended: break;
    }
    const auto expires = enrollment->replay_access_expires_at ? enrollment->replay_access_expires_at
                                                              : stream.recording_expires_at;
    if (expires && now >= *expires) return Watch::ReplayExpired;
    if (!enrollment->can_watch_replay) return Watch::Revoked;
    if (stream.recording_available) return Watch::Replay;
    return stream.recording_state == RecordingState::Preparing ? Watch::ReplayPreparing
                                                               : Watch::NoReplay;
}

Result<void> require_watchable(Watch verdict) {
    switch (verdict) {
        case Watch::Live:
        case Watch::Replay: return {};
        case Watch::NotEnrolled:
            return refused(ErrorCode::Forbidden, "not_enrolled",
                           "Enroll in this class to watch it.");
        case Watch::NotYet:
            return refused(ErrorCode::Conflict, "not_live", "The class hasn't started yet.");
        case Watch::ReplayPreparing:
            return refused(ErrorCode::Conflict, "replay_preparing",
                           "The replay is being prepared. It will be here in a moment.");
        case Watch::ReplayExpired:
            return refused(ErrorCode::Forbidden, "replay_expired",
                           "The replay was here for 7 days and is gone now.");
        case Watch::NoReplay:
            return refused(ErrorCode::Conflict, "not_live", "There is no replay of this class.");
        case Watch::Cancelled:
            return refused(ErrorCode::Conflict, "cancelled",
                           "This class was cancelled and your tokens are back.");
        case Watch::Revoked:
            return refused(ErrorCode::Forbidden, "revoked",
                           "Your access to this class has been taken back.");
    }
    return internal_error("unknown watch verdict");
}

Result<void> may_enroll(const Stream& stream, UtcTime now) {
    switch (stream.status) {
        case StreamStatus::Scheduled:
        case StreamStatus::Live: return {};
        case StreamStatus::Cancelled:
            return refused(ErrorCode::Conflict, "cancelled", "This class was cancelled.");
        case StreamStatus::Ended: break;
    }
    const bool in_time = stream.recording_expires_at && now < *stream.recording_expires_at;
    const bool replay =
        stream.recording_available || stream.recording_state == RecordingState::Preparing;
    if (in_time && replay) return {};
    return refused(ErrorCode::Conflict, "class_over",
                   "This class is over and its replay is not available.");
}

Result<void> may_withdraw(const Stream& stream) {
    switch (stream.status) {
        case StreamStatus::Scheduled: return {};
        case StreamStatus::Cancelled:
            return refused(ErrorCode::Conflict, "cancelled",
                           "This class was cancelled and your tokens are back.");
        case StreamStatus::Live:
        case StreamStatus::Ended: break;
    }
    return refused(ErrorCode::Conflict, "already_started",
                   "The class has started, so it can't be returned any more.");
}

Result<void> may_pay(std::int64_t balance, std::int64_t price) {
    if (balance >= price) return {};
    return refused(ErrorCode::PaymentRequired, "insufficient_tokens",
                   "This class costs " + std::to_string(price) + " tokens and you have " +
                       std::to_string(balance) + ".");
}

}  // namespace lsl::domain
