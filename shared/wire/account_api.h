#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/domain/chat.h"
#include "shared/domain/figures.h"
#include "shared/wire/api.h"
#include "shared/wire/factors_api.h"

// The contract's part about one's own account: see api.h. Links in mails carry their token behind
// "#", and the page that they open sends it by a button: programs that follow every link of a mail
// change nothing.

namespace lsl::api {

struct Register {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/auth/register";
    struct Request {
        std::string email, password, displayName;
    };
    using Response = Session;  // 201
};

struct Login {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/auth/login";
    struct Request {
        std::string email, password;
    };
    using Response = Session;
};

struct Logout {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/auth/logout";
    using Request = Empty;
    using Response = Empty;
};

struct Me {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/me";
    using Request = Empty;
    struct Response {
        wire::UserRow user;
        std::int64_t token_balance = 0;
        std::vector<domain::HeldRole> roles;  // of everybody whose session the browser has
        std::int64_t unread_notices = 0;
    };
};

/// The address is the person's: from a link in a mail, after registering or after a change of the
/// address, which happens now. 204; Gone `token_not_valid` when wrong, used or expired.
struct VerifyEmail {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/auth/verify-email";
    struct Request {
        std::string token;
    };
    using Response = Empty;
};

/// The mail with that link once more. 202; TooMany beyond three an hour; Conflict `mail_off`.
struct ResendVerification {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/auth/resend-verification";
    using Request = Empty;
    using Response = Empty;
};

/// A mail with a link to a new password, where there is an account. 202 whether or not there is.
struct ForgotPassword {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/auth/forgot-password";
    struct Request {
        std::string email;
    };
    using Response = Empty;
};

/// 204: every session ends, and nobody is signed in by it. A password that is refused leaves the
/// token usable. Gone `token_not_valid`.
struct ResetPassword {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/auth/reset-password";
    struct Request {
        std::string token, password;
    };
    using Response = Empty;
};

/// 204: all other sessions end. Forbidden `wrong_password`.
struct ChangePassword {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/auth/change-password";
    struct Request {
        std::string oldPassword, newPassword;
    };
    using Response = Empty;
};

/// 202: a mail to the new address has the link that changes it. The same answer for an address that
/// somebody has. Forbidden `wrong_password`; Conflict `mail_off`.
struct ChangeEmail {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/auth/change-email";
    struct Request {
        std::string email, password;
    };
    using Response = Empty;
};

/// The former address is back, within seven days of a change. 204: every session ends. Gone
/// `token_not_valid`.
struct UndoEmail {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/auth/undo-email";
    struct Request {
        std::string token;
    };
    using Response = Empty;
};

}  // namespace lsl::api

namespace lsl::wire {

/// A sign-in of the person's.
struct SessionInfo {
    SessionId id;
    std::string device;  ///< "Firefox on Windows", or empty
    UtcTime created_at;
    UtcTime last_seen_at;  ///< to some minutes
    bool current = false;  ///< the request came with it
};

/// What somebody wrote in a class's chat.
struct ExportedMessage {
    MessageId id;
    StreamId stream_id;
    std::string message;
    UtcTime sent_at;
    bool is_deleted = false;
};

struct ExportedUser {
    UserId id;
    std::string email, display_name;
    bool email_verified = false;
    UtcTime created_at;
    std::optional<std::string> language;
};

struct ExportedWallet {
    std::int64_t balance = 0;
    std::vector<domain::WalletEntry> entries;
};

/// A notice or another mail to the person, and what became of the mail.
struct ExportedNotice {
    MailId id;
    std::string event;
    std::string state;  ///< "waiting", "sent", "failed", "suppressed", "off"
    UtcTime created_at;
};

/// What a player played without a break, in milliseconds since the class's start.
struct ExportedSpan {
    StreamId stream_id;
    domain::WatchKind kind = domain::WatchKind::Live;
    std::int64_t began_ms = 0, ended_ms = 0;
    std::int64_t position_ms = 0;  ///< of replays: where in the class it began
    std::int64_t speed_percent = 100;
};

/// What the room of a class keeps of the person: what the team noted, and why it asked for a pause.
struct ExportedRoom {
    StreamId stream_id;
    std::string note;
    std::optional<UtcTime> timed_out_until;
    std::string timeout_reason;
    bool seen = false;                   ///< by other viewers
    std::optional<std::int64_t> effort;  ///< how hard the class was, 1 to 4
};

/// A report of the person's, and what the team said to it.
struct ExportedReport {
    MessageId message_id;
    std::string reason;
    UtcTime created_at;
    std::optional<domain::ReportDecision> decision;
    std::string decision_reason;
};

struct ExportedPollVote {
    PollId poll_id;
    std::int64_t option = 0;
};

void describe(Archive& a, SessionInfo& row);
void describe(Archive& a, ExportedMessage& row);
void describe(Archive& a, ExportedUser& row);
void describe(Archive& a, ExportedWallet& wallet);
void describe(Archive& a, ExportedNotice& row);
void describe(Archive& a, ExportedSpan& row);
void describe(Archive& a, ExportedRoom& row);
void describe(Archive& a, ExportedReport& row);
void describe(Archive& a, ExportedPollVote& row);

}  // namespace lsl::wire

namespace lsl::api {

struct ListSessions {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/me/sessions";
    using Request = Empty;
    struct Response {
        std::vector<wire::SessionInfo> sessions;  // newest first
    };
};

/// {id} `others`: all but this one. 204.
struct EndSession {
    static constexpr Method method = Method::Delete;
    static constexpr std::string_view path = "/api/me/sessions/{id}";
    using Request = Empty;
    using Response = Empty;
};

/// Everything that is kept about the person, as a file.
struct ExportAccount {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/me/export";
    using Request = Empty;
    struct Response {
        wire::ExportedUser user;
        std::vector<wire::EnrollmentRow> enrollments;
        wire::ExportedWallet wallet;
        std::vector<wire::ExportedMessage> messages;
        std::vector<wire::ExportedNotice> notices;
        std::vector<wire::ExportedSpan> watched;  // left out where there is none
        // Of rooms of classes; each left out where there is none.
        std::vector<wire::ExportedRoom> rooms;
        std::vector<wire::ExportedReport> reports;
        std::vector<MessageId> votes;  // for questions
        std::vector<wire::ExportedPollVote> poll_votes;
        std::vector<wire::SessionInfo> sessions;
        std::vector<wire::PasskeyInfo> passkeys;     // left out where there is none
        std::optional<UtcTime> second_factor_since;  // likewise
        std::vector<std::string> push;
        std::vector<std::string> followed;  // teachers, by name; left out where there is none
        std::vector<StreamId> bells_on, bells_off;  // of classes; likewise
        std::vector<domain::HeldRole> roles;
    };
};

/// Where a calendar program fetches the person's classes: whoever has the address reads it.
struct CalendarAddress {
    std::string url;
};

struct GetCalendar {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/me/calendar";
    using Request = Empty;
    using Response = CalendarAddress;
};

/// Another address: the one from before leads nowhere.
struct RotateCalendar {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/me/calendar/rotate";
    using Request = Empty;
    using Response = CalendarAddress;
};

/// The same of the classes that the caller teaches or helps with.
struct GetTaughtCalendar {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/instructor/calendar";
    using Request = Empty;
    using Response = CalendarAddress;
};

struct RotateTaughtCalendar {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/instructor/calendar/rotate";
    using Request = Empty;
    using Response = CalendarAddress;
};

/// 204: the account is gone at once. Classes that have not begun are paid back and left; what
/// bookkeeping needs stays without a name. Forbidden `wrong_password`; Conflict `last_owner`.
struct DeleteAccount {
    static constexpr Method method = Method::Delete;
    static constexpr std::string_view path = "/api/me";
    struct Request {
        std::string password;
    };
    using Response = Empty;
};

void describe(wire::Archive& a, Session& m);
void describe(wire::Archive& a, Me::Response& m);
void describe(wire::Archive& a, Register::Request& m);
void describe(wire::Archive& a, Login::Request& m);
void describe(wire::Archive& a, VerifyEmail::Request& m);
void describe(wire::Archive& a, ForgotPassword::Request& m);
void describe(wire::Archive& a, ResetPassword::Request& m);
void describe(wire::Archive& a, ChangePassword::Request& m);
void describe(wire::Archive& a, ChangeEmail::Request& m);
void describe(wire::Archive& a, UndoEmail::Request& m);
void describe(wire::Archive& a, ListSessions::Response& m);
void describe(wire::Archive& a, ExportAccount::Response& m);
void describe(wire::Archive& a, CalendarAddress& m);
void describe(wire::Archive& a, DeleteAccount::Request& m);

}  // namespace lsl::api
