#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/domain/account.h"
#include "shared/domain/enrollment.h"
#include "shared/domain/staff.h"
#include "shared/domain/studio_class.h"
#include "shared/domain/wallet.h"
#include "shared/domain/workout.h"
#include "shared/wire/json/archive.h"

// Rows as they travel: the column names of the tables, in snake_case.

namespace lsl::wire {

/// A class as anybody may see it. It has no member that could hold a publish secret.
struct PublicStream {
    domain::Stream stream;
    domain::LivePlayback playback;
    domain::Recording recording;
    std::int64_t viewers = 0;                ///< watching now
    bool camera_off = false, muted = false;  ///< switched off by who sends; told when so
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
    bool camera_off = false, muted = false;  ///< switched off by who sends; told when so
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
    std::optional<double> replay_progress;  ///< 0..1 while its pictures are being converted
    bool without_money = false;             ///< what it earned and cost is left out
};

/// A class as its staff see it.
struct InstructorStream {
    domain::Stream stream;
    domain::LivePlayback playback;
    domain::Recording recording;
    std::optional<domain::PublishAccess> access;  ///< nothing: it is not theirs to know
    Statistics statistics;
};
/// Everything that staff may see of a class; `leave_out_for` takes away what a role may not.
InstructorStream instructor_stream(domain::StudioClass row, Statistics statistics);
PublicStream public_stream(domain::StudioClass row, std::int64_t viewers,
                           const MediaHealth& health = {});
/// The part of it that anybody may see.
PublicStream public_part(const InstructorStream& row);
/// Leaves out what somebody with this role is not to see.
void leave_out_for(domain::StaffRole role, InstructorStream& row);

/// What all classes of the studio come to, however many of them a list shows.
struct StudioTotals {
    std::int64_t classes = 0;
    std::int64_t live = 0;
    std::int64_t planned = 0;
    std::int64_t past = 0;            ///< ended or cancelled
    std::int64_t replays = 0;         ///< that can be watched
    std::int64_t enrollments = 0;     ///< places in all of them
    std::int64_t enrolled_ahead = 0;  ///< places in those that are planned or live
    std::int64_t revenue = 0;         ///< tokens, without what was given back
    bool without_money = false;       ///< revenue is left out
};

/// An enrollment with its class.
struct EnrollmentRow {
    domain::Enrollment enrollment;
    PublicStream stream;
};

struct UserRow {
    UserId id;
    std::string email;  ///< empty: the studio's owner without one
    std::string display_name;
    bool email_verified = false;
};
UserRow user_row(const domain::User& user);

/// Somebody with a role on a class.
struct StaffMember {
    UserId user_id;
    std::string display_name;
    domain::StaffRole role = domain::StaffRole::Guest;
    std::optional<UserId> invited_by;  ///< nobody: the studio's owner
    UtcTime accepted_at;
    std::string email;  ///< for who manages staff alone; else empty, and left out
};

/// A role that somebody may take by a link. `url` is told once, to who made it.
struct InvitationRow {
    InvitationId id;
    std::optional<std::string> email;  ///< for who manages staff alone; null also: whoever comes
    domain::StaffRole role = domain::StaffRole::Guest;
    UtcTime expires_at;
    std::string url;
};

/// An invitation as its link shows it: who asks for what, on which class.
struct InvitationOffer {
    StreamId stream_id;
    std::string title;  ///< of the class, as the next two
    std::optional<std::string> thumbnail_url;
    UtcTime scheduled_start_time;
    std::string invited_by;  ///< a display name
    domain::StaffRole role = domain::StaffRole::Guest;
    UtcTime expires_at;
    bool accepted = false;  ///< by who asks, whose role still holds
};

struct AcceptedRole {
    UserId user_id;
    StreamId stream_id;
    domain::StaffRole role = domain::StaffRole::Guest;
    UtcTime accepted_at;
};

void describe(Archive& a, PublicStream& row);
void describe(Archive& a, InstructorStream& row);
void describe(Archive& a, MediaHealth& health);
void describe(Archive& a, Statistics& statistics);
void describe(Archive& a, StudioTotals& totals);
void describe(Archive& a, EnrollmentRow& row);
void describe(Archive& a, UserRow& row);
void describe(Archive& a, StaffMember& row);
void describe(Archive& a, InvitationRow& row);
void describe(Archive& a, InvitationOffer& row);
void describe(Archive& a, AcceptedRole& row);

}  // namespace lsl::wire

// Found by argument-dependent lookup from Archive::visit.
namespace lsl::domain {

void describe(wire::Archive& a, WalletEntry& entry);
void describe(wire::Archive& a, Workout& workout);
void describe(wire::Archive& a, HeldRole& held);

inline std::string_view enum_name(StaffRole role) { return staff_role_name(role); }
inline void enum_parse(std::string_view text, std::optional<StaffRole>& out) {
    out = parse_staff_role(text);
}

}  // namespace lsl::domain
