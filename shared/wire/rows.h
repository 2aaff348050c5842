#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/domain/account.h"
#include "shared/domain/enrollment.h"
#include "shared/domain/stream.h"
#include "shared/domain/wallet.h"
#include "shared/domain/workout.h"
#include "shared/wire/archive.h"

// Rows as they travel: the column names of the tables, in snake_case.

namespace lsl::wire {

/// A class as anybody may see it: no publish secret, not even as a null.
struct PublicStream {
    domain::Stream stream;
    std::int64_t viewers = 0;  ///< watching now
};

/// How the publisher's media arrives.
struct MediaHealth {
    bool connected = false;
    std::string verdict;  ///< "offline", "good", "fair", "poor"
    std::string video_codec;
    std::int64_t video_bitrate_bps = 0;
    std::int64_t audio_bitrate_bps = 0;
    double frames_per_second = 0;
    double loss_percent = 0;
    double round_trip_ms = 0;
    std::int64_t video_width = 0, video_height = 0;  ///< 0 = not known
    std::int64_t viewers_without_video = 0;          ///< whose browsers do not know the codec
    bool b_frames = false;                           ///< browsers show them in the wrong order
    std::string recording_trouble;  ///< a sentence when the recording is in danger; else empty
    bool operator==(const MediaHealth&) const = default;
};

struct Statistics {
    std::int64_t enrollments = 0;
    std::int64_t revenue = 0;  ///< tokens
    std::int64_t viewers = 0;
    std::int64_t max_viewers = 0;
    MediaHealth media_health;
    std::int64_t delivered_minutes = 0;  ///< to all viewers together, live and replay
    std::int64_t stored_minutes = 0;     ///< of the recording, while the backend keeps it
    double hosting_cost = 0;             ///< US dollars for both; 0 where minutes cost nothing
    /// 0..1 while the recording is on its way to the backend after the class.
    std::optional<double> upload_progress;
};

/// A class as its instructor sees it, with the publish URL and token.
struct InstructorStream {
    domain::Stream stream;
    Statistics statistics;
};

/// An enrollment with its class.
struct EnrollmentRow {
    domain::Enrollment enrollment;
    PublicStream stream;
};

struct UserRow {
    UserId id;
    std::string email;
    std::string display_name;
};

void describe(Archive& a, PublicStream& row);
void describe(Archive& a, InstructorStream& row);
void describe(Archive& a, MediaHealth& health);
void describe(Archive& a, Statistics& statistics);
void describe(Archive& a, EnrollmentRow& row);
void describe(Archive& a, UserRow& row);

}  // namespace lsl::wire

// Found by argument-dependent lookup from Archive::visit.
namespace lsl::domain {

void describe(wire::Archive& a, WalletEntry& entry);
void describe(wire::Archive& a, Workout& workout);

inline std::string_view enum_name(StreamStatus status) { return status_name(status); }
inline void enum_parse(std::string_view text, std::optional<StreamStatus>& out) {
    out = parse_status(text);
}
inline std::string_view enum_name(RecordingState state) { return recording_state_name(state); }
inline void enum_parse(std::string_view text, std::optional<RecordingState>& out) {
    out = parse_recording_state(text);
}
inline std::string_view enum_name(WalletReason reason) { return wallet_reason_name(reason); }
inline void enum_parse(std::string_view text, std::optional<WalletReason>& out) {
    out = parse_wallet_reason(text);
}

}  // namespace lsl::domain
