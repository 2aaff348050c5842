#include "shared/wire/chat_api.h"

#include <algorithm>

namespace lsl::api {

using wire::Archive;

void describe(Archive& a, GetChat::Response& m) {
    a.field("messages", m.messages);
    a.field("people", m.people);
    a.field("room", m.room);
}

void describe(Archive& a, OneMessage& m) { a.field("message", m.message); }

void describe(Archive& a, SendMessage::Request& m) {
    a.field("message", m.message);
    a.extra("clientId", m.clientId);
    a.extra("kind", m.kind);
    a.extra("replyTo", m.replyTo);
}

void describe(Archive& a, VoteForQuestion::Request& m) { a.with_default("vote", m.vote); }

void describe(Archive& a, ReportMessage::Request& m) { a.with_default("reason", m.reason); }

void describe(Archive& a, GetChatSettings::Response& m) {
    a.field("settings", m.settings);
    a.field("room", m.room);
}

void describe(Archive& a, ChangeChatSettings::Request& m) {
    a.extra("mode", m.mode);
    a.extra("slowModeSeconds", m.slowModeSeconds);
    a.extra("holdFirst", m.holdFirst);
    a.extra("links", m.links);
    a.extra("blockedWords", m.blockedWords);
    a.extra("opensMinutesBefore", m.opensMinutesBefore);
    a.extra("closesMinutesAfter", m.closesMinutesAfter);
    a.extra("replayNames", m.replayNames);
}

void describe(Archive& a, TimeOutPerson::Request& m) {
    a.field("userId", m.userId);
    a.field("seconds", m.seconds);
    const std::vector<std::string> names = a.member_names();
    m.has_seconds = std::find(names.begin(), names.end(), "seconds") != names.end();
    a.extra("reason", m.reason);
    a.extra("removeMinutes", m.removeMinutes);
}

void describe(Archive& a, TimeOutPerson::Response& m) {
    a.field("timed_out_until", m.timed_out_until);
    a.extra("removed", m.removed);
}

void describe(Archive& a, RestoreMessages::Request& m) { a.field("messageIds", m.messageIds); }

void describe(Archive& a, RestoreMessages::Response& m) { a.field("messages", m.messages); }

void describe(Archive& a, PersonNote& m) {
    a.field("user_id", m.user_id);
    a.field("text", m.text);
    a.field("updated_by", m.updated_by);
    a.field("updated_at", m.updated_at);
}

void describe(Archive& a, RoomPerson& m) {
    a.field("display_name", m.display_name);
    a.field("role", m.role);
    a.field("first_class", m.first_class);
    a.field("timed_out_until", m.timed_out_until);
}

void describe(Archive& a, GetPersonNote::Response& m) {
    a.field("note", m.note);
    a.field("person", m.person);
}

void describe(Archive& a, SetPersonNote::Request& m) { a.field("text", m.text); }

void describe(Archive& a, ReportRow& m) {
    a.field("id", m.id);
    a.field("message_id", m.message_id);
    a.field("reason", m.reason);
    a.field("created_at", m.created_at);
    a.field("decision", m.decision);
}

void describe(Archive& a, ListReports::Response& m) {
    a.field("reports", m.reports);
    a.field("messages", m.messages);
    a.field("people", m.people);
}

void describe(Archive& a, DecideReport::Request& m) {
    a.field("decision", m.decision);
    a.extra("reason", m.reason);
}

void describe(Archive& a, DecideReport::Response& m) { a.field("report", m.report); }

void describe(Archive& a, React::Request& m) {
    describe(a, m.counts);
    m.names = a.member_names();
}

void describe(Archive& a, SetWish::Request& m) { a.field("wish", m.wish); }

void describe(Archive& a, SetEffort::Request& m) { a.field("effort", m.effort); }

void describe(Archive& a, ListQuestions::Response& m) {
    a.field("messages", m.messages);
    a.field("people", m.people);
}

void describe(Archive& a, ReplayEnergy::Response& m) {
    a.field("step_ms", m.step_ms);
    a.field("taps", m.taps);
}

void describe(Archive& a, ReplayChat::Response& m) {
    a.field("messages", m.messages);
    a.field("people", m.people);
}

void describe(Archive& a, PresentPerson& m) {
    a.field("user_id", m.user_id);
    a.field("display_name", m.display_name);
}

void describe(Archive& a, GetPresent::Response& m) {
    a.field("count", m.count);
    a.field("people", m.people);
    a.extra("newcomers", m.newcomers);
}

void describe(Archive& a, SetSeen::Request& m) { a.field("seen", m.seen); }

void describe(Archive& a, OnePoll& m) { a.field("poll", m.poll); }

void describe(Archive& a, CreatePoll::Request& m) {
    a.field("question", m.question);
    a.field("options", m.options);
}

void describe(Archive& a, VoteInPoll::Request& m) { a.field("option", m.option); }

}  // namespace lsl::api
