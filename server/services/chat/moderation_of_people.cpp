#include <set>
#include <string>
#include <utility>

#include "server/services/chat/chat_writes.h"
#include "server/services/chat/moderation.h"
#include "server/services/chat/newcomers.h"
#include "server/services/classes/stream_lookup.h"
#include "server/store/classes/enrollments_store.h"
#include "server/store/jobs/outbox_store.h"
#include "server/store/rooms/chat_people_store.h"
#include "server/store/rooms/chat_reports_store.h"

// What staff does about people, and with what others tell of them.

namespace lsl::services {

namespace {

constexpr std::int64_t most_reports_listed = 200;
constexpr std::int64_t longest_removed_minutes = 24 * 60;

Error no_such_person() { return not_found("There is no such person in this class."); }

/// Somebody of the class: who has or had a place, has a role, or has written there.
Result<store::NamedPerson> require_person(store::Connection& connection, StreamId stream,
                                          UserId user) {
    const auto person = LSL_TRY(store::ChatPeopleStore(connection).named(stream, user));
    if (!person) return no_such_person();
    if (person->role) return *person;
    if (LSL_TRY(store::EnrollmentsStore(connection).find(stream, user))) return *person;
    if (LSL_TRY(store::ChatMessagesStore(connection).was_seen(stream, user))) return *person;
    return no_such_person();
}

/// Nothing: the time-out is lifted.
Result<std::optional<UtcTime>> end_of(const api::TimeOutPerson::Request& request, UtcTime now) {
    if (!request.has_seconds) {
        return invalid_field("seconds", "Say for how many seconds; null: for the whole class.");
    }
    if (!request.seconds) return std::optional(domain::end_of_class_timeout);
    if (*request.seconds < 0 || *request.seconds > domain::longest_timeout_seconds) {
        return invalid_field("seconds", "Choose a number of seconds from 0 to 86400.");
    }
    if (*request.seconds == 0) return std::optional<UtcTime>();
    return std::optional<UtcTime>(now + std::chrono::seconds(*request.seconds));
}

Result<void> check_remove_minutes(std::optional<std::int64_t> minutes) {
    if (!minutes || (*minutes >= 0 && *minutes <= longest_removed_minutes)) return {};
    return invalid_field("removeMinutes", "Choose a number of minutes from 0 to 1440.");
}

/// What was taken away; some of it may have been gone before.
Result<std::vector<MessageId>> remove_latest(store::Connection& tx, StreamId stream, UserId user,
                                             std::int64_t minutes, const std::string& reason,
                                             UtcTime now) {
    store::ChatMessagesStore messages(tx);
    const UtcTime since = now - std::chrono::minutes(minutes);
    std::vector<MessageId> removed;
    for (auto& message : LSL_TRY(messages.of_person_since(stream, user, since))) {
        if (message.state == domain::MessageState::Removed) continue;
        LSL_TRY(remove_message(tx, message, domain::RemovedBy::Team, reason, now));
        removed.push_back(message.id);
    }
    return removed;
}

api::ReportRow report_row(const store::ChatReport& report) {
    return {report.id, report.message_id, report.reason, report.created_at, report.decision};
}

/// What the sheet of a person says.
Result<api::GetPersonNote::Response> note_response(store::Connection& connection,
                                                   const domain::Stream& stream, UserId user,
                                                   UtcTime now) {
    const auto known = LSL_TRY(require_person(connection, stream.id, user));
    const auto row = LSL_TRY(store::ChatPeopleStore(connection).find(stream.id, user));
    const auto newcomers = LSL_TRY(Newcomers::of(connection, stream, now));
    api::GetPersonNote::Response response;
    response.note = {user, row.note, row.note_by, row.note_at};
    response.person.display_name = known.display_name;
    response.person.role =
        known.role ? std::string(domain::staff_role_name(*known.role)) : std::string("viewer");
    response.person.first_class = newcomers.contains(user);
    if (row.timed_out_until && *row.timed_out_until > now) {
        response.person.timed_out_until = row.timed_out_until;
    }
    return response;
}

}  // namespace

Result<api::TimeOutPerson::Response> Moderation::time_out(
    const Caller& caller, std::string_view stream_id, const api::TimeOutPerson::Request& request) {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    const UtcTime now = clock_.utc();
    const auto until = LSL_TRY(end_of(request, now));
    LSL_TRY(check_remove_minutes(request.removeMinutes));
    const std::string reason =
        LSL_TRY(staff_text(request.reason.value_or(std::string()), "reason"));
    wire::RoomMe me;
    std::vector<MessageId> removed;
    const auto done = database_.write([&](store::Connection& tx) -> Result<void> {
        const auto row = LSL_TRY(require_stream(tx, stream));
        const auto person = LSL_TRY(require_person(tx, stream, request.userId));
        if (person.role && domain::may(*person.role, domain::StaffAction::Moderate)) {
            return make_error(ErrorCode::Forbidden, "forbidden",
                              "The class's own people can't be silenced.");
        }
        LSL_TRY(store::ChatPeopleStore(tx).set_timeout(stream, request.userId, until, reason));
        if (request.removeMinutes) {
            removed = LSL_TRY(
                remove_latest(tx, stream, request.userId, *request.removeMinutes, reason, now));
        }
        const RoomMember member{.user = request.userId, .role = person.role, .place = std::nullopt};
        me = LSL_TRY(view_.me(tx, row, member));
        return audit_chat(tx, caller.acting(), stream,
                          until ? "person_timed_out" : "timeout_lifted", request.userId,
                          until ? to_iso8601(*until) : std::string(), reason, now);
    });
    if (!done) return done.error();
    // At once, and not when they press the button the next time.
    view_.tell_me(stream, request.userId, me);
    return api::TimeOutPerson::Response{until, std::move(removed)};
}

Result<api::GetPersonNote::Response> Moderation::note(std::string_view stream_id,
                                                      std::string_view user_id) const {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    const auto user = UserId::parse(user_id);
    if (!user) return no_such_person();
    const UtcTime now = clock_.utc();
    return database_.read([&](store::Connection& reader) -> Result<api::GetPersonNote::Response> {
        const auto row = LSL_TRY(require_stream(reader, stream));
        return note_response(reader, row.stream, *user, now);
    });
}

Result<api::GetPersonNote::Response> Moderation::set_note(const Caller& caller,
                                                          std::string_view stream_id,
                                                          std::string_view user_id,
                                                          std::string_view text) {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    const auto user = UserId::parse(user_id);
    if (!user) return no_such_person();
    const std::string note = LSL_TRY(staff_text(text, "text"));
    const UtcTime now = clock_.utc();
    return database_.write([&](store::Connection& tx) -> Result<api::GetPersonNote::Response> {
        const auto row = LSL_TRY(require_stream(tx, stream));
        LSL_TRY(require_person(tx, stream, *user));
        LSL_TRY(store::ChatPeopleStore(tx).set_note(stream, *user, note, caller.acting(), now));
        // That there is one, not what it says: the audit outlives the person.
        LSL_TRY(audit_chat(tx, caller.acting(), stream, "person_noted", *user, {}, {}, now));
        return note_response(tx, row.stream, *user, now);
    });
}

Result<api::ListReports::Response> Moderation::reports(std::string_view stream_id) const {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    const UtcTime now = clock_.utc();
    return database_.read([&](store::Connection& reader) -> Result<api::ListReports::Response> {
        LSL_TRY(require_stream(reader, stream));
        api::ListReports::Response response;
        const auto rows =
            LSL_TRY(store::ChatReportsStore(reader).list(stream, most_reports_listed));
        store::ChatMessagesStore messages(reader);
        std::set<MessageId> told;
        for (const auto& report : rows) {
            response.reports.push_back(report_row(report));
            if (!told.insert(report.message_id).second) continue;
            const auto message = LSL_TRY(messages.find(stream, report.message_id));
            if (message) response.messages.push_back(message_row(*message, Audience::Staff, now));
        }
        response.people = LSL_TRY(authors_of(reader, stream, response.messages));
        return response;
    });
}

Result<api::DecideReport::Response> Moderation::decide(const Caller& caller,
                                                       std::string_view stream_id,
                                                       std::string_view report_id,
                                                       const api::DecideReport::Request& request) {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    const auto id = ReportId::parse(report_id);
    const Error unknown = not_found("There is no such report.");
    if (!id) return unknown;
    const std::string reason =
        LSL_TRY(staff_text(request.reason.value_or(std::string()), "reason"));
    const UtcTime now = clock_.utc();
    std::optional<UserId> reporter;
    wire::RoomMe me;
    const auto done =
        database_.write([&](store::Connection& tx) -> Result<api::DecideReport::Response> {
            const auto row = LSL_TRY(require_stream(tx, stream));
            store::ChatReportsStore reports(tx);
            auto report = LSL_TRY(reports.find(stream, *id));
            if (!report) return unknown;
            report->decision = request.decision;
            report->decided_by = caller.acting();
            report->decided_at = now;
            report->decision_reason = reason;
            LSL_TRY(reports.update(*report));
            LSL_TRY(store::OutboxStore(tx).room_changed(stream, now));
            auto message = LSL_TRY(store::ChatMessagesStore(tx).find(stream, report->message_id));
            if (message && request.decision == domain::ReportDecision::Removed) {
                LSL_TRY(remove_message(tx, *message, domain::RemovedBy::Team, reason, now));
            }
            LSL_TRY(audit_chat(tx, caller.acting(), stream, "report_decided",
                               message ? message->user_id : std::nullopt,
                               std::string(domain::report_decision_name(request.decision)), reason,
                               now));
            reporter = report->user_id;
            if (reporter) {
                const auto known = LSL_TRY(store::ChatPeopleStore(tx).named(stream, *reporter));
                const RoomMember member{.user = *reporter,
                                        .role = known ? known->role : std::nullopt,
                                        .place = std::nullopt};
                me = LSL_TRY(view_.me(tx, row, member));
            }
            return api::DecideReport::Response{report_row(*report)};
        });
    // Who told of it is told what became of it (DSA, Art. 16).
    if (done && reporter) view_.tell_me(stream, *reporter, me);
    return done;
}

}  // namespace lsl::services
