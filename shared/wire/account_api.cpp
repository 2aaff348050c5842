#include "shared/wire/account_api.h"

namespace lsl::wire {

void describe(Archive& a, SessionInfo& row) {
    a.field("id", row.id);
    a.field("device", row.device);
    a.field("created_at", row.created_at);
    a.field("last_seen_at", row.last_seen_at);
    a.field("current", row.current);
}

void describe(Archive& a, ExportedMessage& row) {
    a.field("id", row.id);
    a.field("stream_id", row.stream_id);
    a.field("message", row.message);
    a.field("sent_at", row.sent_at);
    a.field("is_deleted", row.is_deleted);
}

void describe(Archive& a, ExportedRoom& row) {
    a.field("stream_id", row.stream_id);
    a.field("note", row.note);
    a.field("timed_out_until", row.timed_out_until);
    a.field("timeout_reason", row.timeout_reason);
    a.field("seen", row.seen);
    a.field("effort", row.effort);
}

void describe(Archive& a, ExportedReport& row) {
    a.field("message_id", row.message_id);
    a.field("reason", row.reason);
    a.field("created_at", row.created_at);
    a.field("decision", row.decision);
    a.field("decision_reason", row.decision_reason);
}

void describe(Archive& a, ExportedPollVote& row) {
    a.field("poll_id", row.poll_id);
    a.field("option", row.option);
}

void describe(Archive& a, ExportedUser& row) {
    a.field("id", row.id);
    a.field("email", row.email);
    a.field("display_name", row.display_name);
    a.field("email_verified", row.email_verified);
    a.field("created_at", row.created_at);
    a.field("language", row.language);
}

void describe(Archive& a, ExportedWallet& wallet) {
    a.field("balance", wallet.balance);
    a.field("entries", wallet.entries);
}

void describe(Archive& a, ExportedSpan& row) {
    a.field("stream_id", row.stream_id);
    a.field("kind", row.kind);
    a.field("began_ms", row.began_ms);
    a.field("ended_ms", row.ended_ms);
    a.field("position_ms", row.position_ms);
    a.field("speed_percent", row.speed_percent);
}

void describe(Archive& a, ExportedNotice& row) {
    a.field("id", row.id);
    a.field("event", row.event);
    a.field("state", row.state);
    a.field("created_at", row.created_at);
}

}  // namespace lsl::wire

namespace lsl::api {

using wire::Archive;

void describe(Archive& a, Session& m) {
    a.field("user", m.user);
    a.field("token_balance", m.token_balance);
}

void describe(Archive& a, Me::Response& m) {
    a.field("user", m.user);
    a.field("token_balance", m.token_balance);
    a.with_default("roles", m.roles);
    a.with_default("unread_notices", m.unread_notices);
}

void describe(Archive& a, Register::Request& m) {
    a.field("email", m.email);
    a.field("password", m.password);
    a.field("displayName", m.displayName);
}

void describe(Archive& a, Login::Request& m) {
    a.field("email", m.email);
    a.field("password", m.password);
}

void describe(Archive& a, VerifyEmail::Request& m) { a.field("token", m.token); }

void describe(Archive& a, ForgotPassword::Request& m) { a.field("email", m.email); }

void describe(Archive& a, ResetPassword::Request& m) {
    a.field("token", m.token);
    a.field("password", m.password);
}

void describe(Archive& a, ChangePassword::Request& m) {
    a.field("oldPassword", m.oldPassword);
    a.field("newPassword", m.newPassword);
}

void describe(Archive& a, ChangeEmail::Request& m) {
    a.field("email", m.email);
    a.field("password", m.password);
}

void describe(Archive& a, UndoEmail::Request& m) { a.field("token", m.token); }

void describe(Archive& a, ListSessions::Response& m) { a.field("sessions", m.sessions); }

void describe(Archive& a, ExportAccount::Response& m) {
    a.field("user", m.user);
    a.field("enrollments", m.enrollments);
    a.field("wallet", m.wallet);
    a.field("messages", m.messages);
    a.field("notices", m.notices);
    a.extra("watched", m.watched);
    a.extra("rooms", m.rooms);
    a.extra("reports", m.reports);
    a.extra("votes", m.votes);
    a.extra("poll_votes", m.poll_votes);
    a.field("sessions", m.sessions);
    a.extra("passkeys", m.passkeys);
    a.extra("second_factor_since", m.second_factor_since);
    a.extra("followed", m.followed);
    a.extra("bells_on", m.bells_on);
    a.extra("bells_off", m.bells_off);
    a.field("push", m.push);
    a.field("roles", m.roles);
}

void describe(Archive& a, CalendarAddress& m) { a.field("url", m.url); }

void describe(Archive& a, DeleteAccount::Request& m) { a.field("password", m.password); }

}  // namespace lsl::api
