#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/wire/jobs.h"
#include "shared/wire/rows.h"

// The contract between client and server: one struct per endpoint. The server binds
// `routes.on<api::Enroll>(…)`, the client calls `client.call<api::Enroll>(…)`; a renamed field
// fails to compile on both sides. `{id}` in a path is filled by the caller.

namespace lsl::api {

enum class Method : std::uint8_t { Get, Post, Patch, Delete };
std::string_view method_name(Method method);

/// Who may call: checked in one place before a handler runs.
enum class Access : std::uint8_t { Anyone, Viewer, Instructor, Cron };

/// A request without a body, or an answer that is just `{}`.
struct Empty {};

/// `?limit=&cursor=` of every list. A cursor is opaque and comes from `next_cursor`.
inline constexpr std::int64_t default_page_size = 50;
inline constexpr std::int64_t max_page_size = 200;

struct Session {
    wire::UserRow user;
    std::int64_t token_balance = 0;
};

struct Register {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/auth/register";
    static constexpr Access access = Access::Anyone;
    struct Request {
        std::string email, password, displayName;
    };
    using Response = Session;  // 201
};

struct Login {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/auth/login";
    static constexpr Access access = Access::Anyone;
    struct Request {
        std::string email, password;
    };
    using Response = Session;
};

struct Logout {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/auth/logout";
    static constexpr Access access = Access::Anyone;
    using Request = Empty;
    using Response = Empty;
};

struct Me {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/me";
    static constexpr Access access = Access::Viewer;
    using Request = Empty;
    using Response = Session;
};

struct ListStreams {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/streams";
    static constexpr Access access = Access::Anyone;
    using Request = Empty;
    struct Response {
        std::vector<wire::PublicStream> live_streams;      // newest first
        std::vector<wire::PublicStream> upcoming_streams;  // soonest first
        std::vector<wire::PublicStream> replay_streams;    // newest first
        std::optional<std::string> next_cursor;            // of all three lists together
    };
};

struct OneStream {
    wire::PublicStream stream;
};

struct GetStream {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/streams/{id}";
    static constexpr Access access = Access::Anyone;
    using Request = Empty;
    using Response = OneStream;
};

struct ListEnrollments {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/enrollments";
    static constexpr Access access = Access::Viewer;
    using Request = Empty;
    struct Response {
        std::vector<wire::EnrollmentRow> enrollments;
        std::optional<std::string> next_cursor;
    };
};

struct GetEnrollment {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/streams/{id}/enrollment";
    static constexpr Access access = Access::Viewer;
    using Request = Empty;
    struct Response {
        wire::EnrollmentRow enrollment;
    };
};

struct Enroll {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/streams/{id}/enroll";
    static constexpr Access access = Access::Viewer;
    using Request = Empty;  // header Idempotency-Key honoured
    struct Response {       // 201, again: 200 and the same row
        wire::EnrollmentRow enrollment;
        std::int64_t token_balance = 0;
    };
};

struct Withdraw {
    static constexpr Method method = Method::Delete;
    static constexpr std::string_view path = "/api/streams/{id}/enrollment";
    static constexpr Access access = Access::Viewer;
    using Request = Empty;
    struct Response {
        std::int64_t token_balance = 0;
    };
};

struct GetWallet {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/wallet";
    static constexpr Access access = Access::Viewer;
    using Request = Empty;
    struct Response {
        std::int64_t balance = 0;
        std::vector<domain::WalletEntry> entries;  // newest first
        std::optional<std::string> next_cursor;
    };
};

struct GetPlayback {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/streams/{id}/playback";
    static constexpr Access access = Access::Viewer;
    using Request = Empty;
    struct Response {
        std::string kind;  // "whep", "file", "hls", "iframe"
        std::string url;
        std::string token;  // travels in the Authorization header, never in a URL; "" = the URL
                            // is signed by somebody else's rules and needs none
        UtcTime expires_at;
        std::string fallback_url;  // a player's page for browsers that cannot play `url`; may be ""
    };
};

/// A player says every `watching_interval_s` that a picture plays, live or replay: who watches, and
/// how many minutes were delivered.
struct ReportWatching {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/streams/{id}/watching";
    static constexpr Access access = Access::Viewer;
    using Request = Empty;
    using Response = Empty;
};
inline constexpr std::int64_t watching_interval_s = 30;

struct InstructorLogin {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/instructor/login";
    static constexpr Access access = Access::Anyone;
    struct Request {
        std::string token;
    };
    using Response = Empty;
};

struct InstructorLogout {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/instructor/logout";
    static constexpr Access access = Access::Anyone;
    using Request = Empty;
    using Response = Empty;
};

struct ListInstructorStreams {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/instructor/streams";
    static constexpr Access access = Access::Instructor;
    using Request = Empty;
    struct Response {
        std::vector<wire::InstructorStream> streams;  // live, then scheduled, then past
        std::optional<std::string> next_cursor;
        std::string media_backend;  // of classes that are created now: media_capabilities.h
    };
};

struct OneInstructorStream {
    wire::InstructorStream stream;
};

struct GetInstructorStream {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/instructor/streams/{id}";
    static constexpr Access access = Access::Instructor;
    using Request = Empty;
    using Response = OneInstructorStream;
};

struct CreateStream {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/instructor/streams/create";
    static constexpr Access access = Access::Instructor;
    struct Request {
        std::string title;
        std::optional<std::string> description;
        std::optional<std::string> instructorName;
        UtcTime scheduledStartTime;
        std::optional<std::int64_t> durationMinutes;  // 60
        std::optional<std::int64_t> priceInTokens;    // 0
        std::optional<std::string> thumbnailUrl;
        std::optional<bool> keepForCatalog;  // true
    };
    using Response = OneInstructorStream;  // 201
};

struct ChangeStream {
    static constexpr Method method = Method::Patch;
    static constexpr std::string_view path = "/api/instructor/streams/{id}";
    static constexpr Access access = Access::Instructor;
    struct Request {
        std::optional<std::string> title, description, instructorName;
        std::optional<UtcTime> scheduledStartTime;
        std::optional<std::int64_t> durationMinutes, priceInTokens;
        std::optional<std::string> thumbnailUrl;  // "" removes the picture
        std::optional<bool> keepForCatalog;
    };
    using Response = OneInstructorStream;
};

struct StartStream {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/instructor/streams/{id}/start";
    static constexpr Access access = Access::Instructor;
    using Request = Empty;
    using Response = OneInstructorStream;
};

struct EndStream {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/instructor/streams/{id}/end";
    static constexpr Access access = Access::Instructor;
    using Request = Empty;
    using Response = OneInstructorStream;
};

struct CancelStream {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/instructor/streams/{id}/cancel";
    static constexpr Access access = Access::Instructor;
    using Request = Empty;
    using Response = OneInstructorStream;
};

/// What happens by itself, and the room for recordings.
struct ListJobs {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/instructor/jobs";
    static constexpr Access access = Access::Instructor;
    using Request = Empty;
    struct Response {
        std::vector<wire::JobState> jobs;  // in the order of the day
        std::vector<wire::JobRun> runs;    // newest first
        wire::RecordingSpace recording_space;
    };
};

/// The jobs by hand, with the cron secret; POST does the same.
struct CleanupRecordings {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/cron/cleanup-recordings";
    static constexpr Access access = Access::Cron;
    using Request = Empty;
    using Response = wire::JobReport;
};

struct MigrateStreams {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/cron/migrate-streams-to-workouts";
    static constexpr Access access = Access::Cron;
    using Request = Empty;
    using Response = wire::JobReport;
};

struct ListWorkouts {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/workouts";
    static constexpr Access access = Access::Anyone;
    using Request = Empty;
    struct Response {
        std::vector<domain::Workout> workouts;
        std::optional<std::string> next_cursor;
    };
};

struct GetWorkout {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/workouts/{id}";
    static constexpr Access access = Access::Anyone;
    using Request = Empty;
    struct Response {
        domain::Workout workout;
    };
};

/// For everybody who is signed in.
struct GetWorkoutPlayback {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/workouts/{id}/playback";
    static constexpr Access access = Access::Viewer;
    using Request = Empty;
    using Response = GetPlayback::Response;
};

/// Every failed request answers with this.
struct Failure {
    std::string error;  ///< a sentence for a person
    std::string code;   ///< a stable word
    std::string field;  ///< the request's field at fault, when one is
};

void describe(wire::Archive& a, Empty& m);
void describe(wire::Archive& a, Session& m);
void describe(wire::Archive& a, Register::Request& m);
void describe(wire::Archive& a, Login::Request& m);
void describe(wire::Archive& a, ListStreams::Response& m);
void describe(wire::Archive& a, OneStream& m);
void describe(wire::Archive& a, ListEnrollments::Response& m);
void describe(wire::Archive& a, GetEnrollment::Response& m);
void describe(wire::Archive& a, Enroll::Response& m);
void describe(wire::Archive& a, Withdraw::Response& m);
void describe(wire::Archive& a, GetWallet::Response& m);
void describe(wire::Archive& a, GetPlayback::Response& m);
void describe(wire::Archive& a, InstructorLogin::Request& m);
void describe(wire::Archive& a, ListInstructorStreams::Response& m);
void describe(wire::Archive& a, OneInstructorStream& m);
void describe(wire::Archive& a, CreateStream::Request& m);
void describe(wire::Archive& a, ChangeStream::Request& m);
void describe(wire::Archive& a, ListJobs::Response& m);
void describe(wire::Archive& a, ListWorkouts::Response& m);
void describe(wire::Archive& a, GetWorkout::Response& m);
void describe(wire::Archive& a, Failure& m);

}  // namespace lsl::api
