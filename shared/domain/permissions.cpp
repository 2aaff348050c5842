#include "shared/domain/permissions.h"

#include <string>

#include "shared/domain/lifecycle.h"

namespace lsl::domain {

namespace {

/// "1,000,000"
std::string grouped(std::int64_t number) {
    std::string text = std::to_string(number);
    const std::size_t first = number < 0 ? 1 : 0;
    for (std::size_t at = text.size(); at > first + 3;) {
        at -= 3;
        text.insert(at, 1, ',');
    }
    return text;
}

std::string tokens_text(std::int64_t number) {
    return grouped(number) + (number == 1 ? " token" : " tokens");
}

Error refused(ErrorCode code, std::string word, std::string message) {
    return make_error(code, std::move(word), std::move(message));
}

}  // namespace

StaffRole least_role(StaffAction action) {
    switch (action) {
        case StaffAction::Watch: return StaffRole::Guest;
        case StaffAction::ReadClass:
        case StaffAction::Moderate: return StaffRole::Moderator;
        case StaffAction::ReadStaff:
        case StaffAction::ChangeClass:
        case StaffAction::RunClass:
        case StaffAction::Publish:
        case StaffAction::ReadFigures: return StaffRole::CoInstructor;
        case StaffAction::ChangeTerms:
        case StaffAction::GiveBack:
        case StaffAction::ReadMoney:
        case StaffAction::ReadRecording:
        case StaffAction::ManageStaff:
        case StaffAction::CreateClass:
        case StaffAction::GrantTokens:
        case StaffAction::RunStudio: break;
    }
    return StaffRole::Owner;
}

Result<void> require_role(std::optional<StaffRole> role, StaffAction action) {
    if (role && may(*role, action)) return {};
    if (role)
        return refused(ErrorCode::Forbidden, "forbidden", "Your role here doesn't allow this.");
    return refused(ErrorCode::Forbidden, "not_staff", "Only the studio's people may do this.");
}

Watch watch_verdict(const Stream& stream, const Recording& recording, const Enrollment* enrollment,
                    UtcTime now, std::optional<StaffRole> role) {
    const Enrollment every_right{};
    if (role && may(*role, StaffAction::Watch)) enrollment = &every_right;
    if (enrollment == nullptr) return Watch::NotEnrolled;
    switch (stream.status) {
        case StreamStatus::Cancelled: return Watch::Cancelled;
        case StreamStatus::Scheduled: return Watch::NotYet;
        case StreamStatus::Live: return enrollment->can_watch_live ? Watch::Live : Watch::Revoked;
        case StreamStatus::Ended: break;
    }
    const bool preparing = recording.state == RecordingState::Preparing;
    if (stream.refunded_at && !recording.available && !preparing) return Watch::Refunded;
    const bool never = !recording.available && (recording.state == RecordingState::Failed ||
                                                recording.state == RecordingState::None);
    if (never) return Watch::NoReplay;
    const auto expires = enrollment->replay_access_expires_at ? enrollment->replay_access_expires_at
                                                              : recording.expires_at;
    if (expires && now >= *expires) return Watch::ReplayExpired;
    if (!enrollment->can_watch_replay) return Watch::Revoked;
    if (recording.available) return Watch::Replay;
    return preparing ? Watch::ReplayPreparing : Watch::NoReplay;
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
        case Watch::Refunded:
            return refused(ErrorCode::Conflict, "refunded",
                           "This class did not take place and your tokens are back.");
        case Watch::Cancelled:
            return refused(ErrorCode::Conflict, "cancelled",
                           "This class was cancelled and your tokens are back.");
        case Watch::Revoked:
            return refused(ErrorCode::Forbidden, "revoked",
                           "Your access to this class has been taken back.");
    }
    return internal_error("unknown watch verdict");
}

Result<void> may_enroll(const Stream& stream, const Recording& recording, UtcTime now) {
    switch (stream.status) {
        case StreamStatus::Scheduled:
        case StreamStatus::Live: return {};
        case StreamStatus::Cancelled:
            return refused(ErrorCode::Conflict, "cancelled", "This class was cancelled.");
        case StreamStatus::Ended: break;
    }
    if (stream.refunded_at) {
        return refused(ErrorCode::Conflict, "refunded",
                       "This class did not take place, so nobody can enroll any more.");
    }
    const bool in_time = recording.expires_at && now < *recording.expires_at;
    const bool replay = recording.available || recording.state == RecordingState::Preparing;
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

Result<void> may_go_back_to_planned(const Stream& stream, bool watched, UtcTime now) {
    if (stream.status != StreamStatus::Live || !stream.actual_start_time) {
        return refused(ErrorCode::Conflict, "wrong_state", "This class isn't live.");
    }
    if (watched) {
        return refused(ErrorCode::Conflict, "already_watched",
                       "Somebody watches already. End the class, or cancel it.");
    }
    if (now - *stream.actual_start_time > back_to_planned_within) {
        return refused(ErrorCode::Conflict, "too_late",
                       "The class has been live for more than a minute. End it, or cancel it.");
    }
    return {};
}

Result<void> may_refund_everybody(const Stream& stream, const Recording& recording) {
    if (stream.status == StreamStatus::Cancelled) {
        return refused(ErrorCode::Conflict, "wrong_state",
                       "This class was cancelled, so everyone has their tokens back.");
    }
    if (stream.status != StreamStatus::Ended) {
        return refused(ErrorCode::Conflict, "wrong_state",
                       "This class isn't over. End it, or cancel it.");
    }
    const bool nothing_is_known = !stream.media_seconds;
    const bool nothing_plays = recording.state == RecordingState::Failed;
    if (fell_through(stream) || (nothing_is_known && nothing_plays)) return {};
    return refused(ErrorCode::Conflict, "had_media",
                   "This class took place, so it can't be refunded to everybody.");
}

Result<void> is_expected_price(std::int64_t price, std::optional<std::int64_t> expected) {
    if (!expected || *expected == price) return {};
    Error error = refused(
        ErrorCode::Conflict, "price_changed",
        "The price of this class has changed to " + tokens_text(price) + ". Nothing was charged.");
    error.price_in_tokens = price;
    return error;
}

Result<void> may_pay(std::int64_t balance, std::int64_t price) {
    if (balance >= price) return {};
    return refused(
        ErrorCode::PaymentRequired, "insufficient_tokens",
        "This class costs " + tokens_text(price) + " and you have " + grouped(balance) + ".");
}

}  // namespace lsl::domain
