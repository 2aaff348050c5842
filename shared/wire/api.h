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
// fails to compile on both sides. `{id}` in a path is filled by the caller. Who may call which is
// in access.h. Here are classes, places and their playback; every other subject has a file
// of its own, <subject>_api.h.

namespace lsl::api {

/// Who is signed in, as each way in answers.
struct Session {
    wire::UserRow user;
    std::int64_t token_balance = 0;
};

enum class Method : std::uint8_t { Get, Post, Put, Patch, Delete };
constexpr std::string_view method_name(Method method) {
    switch (method) {
        case Method::Get: return "GET";
        case Method::Post: return "POST";
        case Method::Put: return "PUT";
        case Method::Patch: return "PATCH";
        case Method::Delete: return "DELETE";
    }
    return "";
}

/// A request without a body, or an answer that is just `{}`.
struct Empty {};

/// `?limit=&cursor=` of every list. A cursor is opaque and comes from `next_cursor`.
inline constexpr std::int64_t default_page_size = 50;
inline constexpr std::int64_t max_page_size = 200;

/// `?q=&style=&level=` leave out what does not fit: every word of `q` in title, teacher or style,
/// the whole style, the level; case and accents don't matter.
struct ListStreams {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/streams";
    static constexpr std::string_view query[] = {"q", "style", "level"};
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
    using Request = Empty;
    using Response = OneStream;
};

struct ListEnrollments {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/enrollments";
    using Request = Empty;
    struct Response {
        std::vector<wire::EnrollmentRow> enrollments;
        std::optional<std::string> next_cursor;
        std::int64_t total = 0;  // places of this viewer, on this page or not
    };
};

struct GetEnrollment {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/streams/{id}/enrollment";
    using Request = Empty;
    struct Response {
        wire::EnrollmentRow enrollment;
    };
};

struct Enroll {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/streams/{id}/enroll";
    struct Request {  // may be left out; header Idempotency-Key honoured
        static constexpr bool may_be_left_out = true;
        std::optional<std::int64_t> expectedPrice;  // 409 price_changed when it is another one
    };
    struct Response {  // 201, again: 200 and the same row
        wire::EnrollmentRow enrollment;
        std::int64_t token_balance = 0;
    };
};

struct Withdraw {
    static constexpr Method method = Method::Delete;
    static constexpr std::string_view path = "/api/streams/{id}/enrollment";
    using Request = Empty;
    struct Response {
        std::int64_t token_balance = 0;
    };
};

struct GetWallet {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/wallet";
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
/// how many minutes were delivered. Of a replay it also says what it plays, so that the class's
/// figures know: `span` is a name of its own for playing without a break, a seek or a change of
/// speed, told at its beginning, then like every report, and at its end with `playing: false`.
struct ReportWatching {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/streams/{id}/watching";
    struct Request {  // may be left out; 422 `invalid_span`, `invalid_position`, `invalid_speed`
        static constexpr bool may_be_left_out = true;
        std::optional<std::string> span;
        std::optional<std::int64_t> positionMs;    // where it stands in the recording
        std::optional<std::int64_t> speedPercent;  // nothing: 100
        std::optional<bool> playing;               // nothing: yes
    };
    using Response = Empty;
};
inline constexpr std::int64_t watching_interval_s = 30;

struct InstructorLogin {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/instructor/login";
    struct Request {
        std::string token;
    };
    using Response = Empty;
};

struct InstructorLogout {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/instructor/logout";
    using Request = Empty;
    using Response = Empty;
};

struct ListInstructorStreams {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/instructor/streams";
    using Request = Empty;
    struct Response {
        std::vector<wire::InstructorStream> streams;  // live, then scheduled, then past
        std::optional<std::string> next_cursor;
        std::string media_backend;  // of classes that are created now: media_capabilities.h
        wire::StudioTotals totals;  // of all classes, on this page or not
    };
};

struct OneInstructorStream {
    wire::InstructorStream stream;
};

struct GetInstructorStream {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/instructor/streams/{id}";
    using Request = Empty;
    using Response = OneInstructorStream;
};

struct CreateStream {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/instructor/streams/create";
    struct Request {
        std::string title;
        std::optional<std::string> description;
        std::optional<std::string> instructorName;
        UtcTime scheduledStartTime;
        std::optional<std::int64_t> durationMinutes;  // 60
        std::optional<std::int64_t> priceInTokens;    // 0
        std::optional<std::string> thumbnailUrl;
        std::optional<bool> keepForCatalog;  // true
        std::optional<std::string> style;
        std::optional<domain::Level> level;  // any
    };
    using Response = OneInstructorStream;  // 201
};

struct ChangeStream {
    static constexpr Method method = Method::Patch;
    static constexpr std::string_view path = "/api/instructor/streams/{id}";
    struct Request {
        std::optional<std::string> title, description, instructorName, style;
        std::optional<domain::Level> level;
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
    using Request = Empty;
    using Response = OneInstructorStream;
};

struct EndStream {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/instructor/streams/{id}/end";
    using Request = Empty;
    using Response = OneInstructorStream;
};

struct CancelStream {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/instructor/streams/{id}/cancel";
    using Request = Empty;
    using Response = OneInstructorStream;
};

/// A new publish token for the class's main input. Whoever publishes with the old one is ended; an
/// encoder needs the new one, viewers wait for it.
struct RotateToken {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path =
        "/api/instructor/streams/{id}/inputs/main/rotate-token";
    using Request = Empty;
    using Response = OneInstructorStream;
};

/// What the person who sends has switched off, so that viewers read it instead of wondering. It
/// holds until the connection ends or somebody else sends; a page that notices that it isn't known
/// (any more) says it again.
struct TellSending {
    static constexpr Method method = Method::Put;
    static constexpr std::string_view path = "/api/instructor/streams/{id}/sending";
    struct Request {
        bool camera = true, microphone = true;  // on
        bool operator==(const Request&) const = default;
    };
    using Response = Empty;  // 204
};

/// Undoes a start within a minute, while nobody has watched. Conflict `too_late`,
/// `already_watched`, `wrong_state`.
struct GoBackToPlanned {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/instructor/streams/{id}/back-to-planned";
    using Request = Empty;
    using Response = OneInstructorStream;
};

/// Gives everybody their tokens back for a class that is over and fell through. Conflict
/// `had_media`, `nothing_paid`, `wrong_state`.
struct RefundStream {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/instructor/streams/{id}/refund";
    using Request = Empty;
    using Response = OneInstructorStream;
};

/// What happens by itself, and the room for recordings.
struct ListJobs {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/instructor/jobs";
    using Request = Empty;
    struct Response {
        std::vector<wire::JobState> jobs;  // in the order of the day
        std::vector<wire::JobRun> runs;    // newest first
        wire::RecordingSpace recording_space;
    };
};

/// Staff have looked at what a job ({id}: its name) holds back: it is done now. When it held
/// because of the clock, the time that the clock shows is believed. Answers as ListJobs.
struct ConfirmJob {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/instructor/jobs/{id}/confirm";
    using Request = Empty;
    using Response = ListJobs::Response;
};

/// The jobs by hand, with the cron secret; POST does the same.
struct CleanupRecordings {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/cron/cleanup-recordings";
    using Request = Empty;
    using Response = wire::JobReport;
};

struct MigrateStreams {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/cron/migrate-streams-to-workouts";
    using Request = Empty;
    using Response = wire::JobReport;
};

struct ListWorkouts {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/workouts";
    static constexpr std::string_view query[] = {"q"};
    using Request = Empty;
    struct Response {
        std::vector<domain::Workout> workouts;
        std::optional<std::string> next_cursor;
    };
};

struct GetWorkout {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/workouts/{id}";
    using Request = Empty;
    struct Response {
        domain::Workout workout;
    };
};

/// For everybody who is signed in.
struct GetWorkoutPlayback {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/workouts/{id}/playback";
    using Request = Empty;
    using Response = GetPlayback::Response;
};

/// Every failed request answers with this.
struct Failure {
    std::string error;                             ///< a sentence for a person
    std::string code;                              ///< a stable word
    std::string field;                             ///< the request's field at fault, when one is
    std::optional<std::int64_t> price_in_tokens;   ///< as it is now, with `price_changed`
    std::optional<std::int64_t> retry_after = {};  ///< seconds, where the answer has Retry-After
    std::optional<UtcTime> until = {};             ///< with `timed_out`: when it is over
};

void describe(wire::Archive& a, Empty& m);
void describe(wire::Archive& a, ListStreams::Response& m);
void describe(wire::Archive& a, OneStream& m);
void describe(wire::Archive& a, ListEnrollments::Response& m);
void describe(wire::Archive& a, GetEnrollment::Response& m);
void describe(wire::Archive& a, Enroll::Request& m);
void describe(wire::Archive& a, ReportWatching::Request& m);
void describe(wire::Archive& a, Enroll::Response& m);
void describe(wire::Archive& a, Withdraw::Response& m);
void describe(wire::Archive& a, GetWallet::Response& m);
void describe(wire::Archive& a, GetPlayback::Response& m);
void describe(wire::Archive& a, InstructorLogin::Request& m);
void describe(wire::Archive& a, ListInstructorStreams::Response& m);
void describe(wire::Archive& a, OneInstructorStream& m);
void describe(wire::Archive& a, CreateStream::Request& m);
void describe(wire::Archive& a, ChangeStream::Request& m);
void describe(wire::Archive& a, TellSending::Request& m);
void describe(wire::Archive& a, ListJobs::Response& m);
void describe(wire::Archive& a, ListWorkouts::Response& m);
void describe(wire::Archive& a, GetWorkout::Response& m);
void describe(wire::Archive& a, Failure& m);

}  // namespace lsl::api
