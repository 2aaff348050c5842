#include "shared/wire/notice_api.h"

namespace lsl::wire {

void describe(Archive& a, NoticeChoice& choice) {
    a.field("mail", choice.mail);
    a.field("push", choice.push);
    a.field("app", choice.app);
}

void describe(Archive& a, NoticeRow& row) {
    a.field("id", row.id);
    a.field("event", row.event);
    a.field("stream_id", row.stream_id);
    a.field("title", row.title);
    a.field("text", row.text);
    a.field("created_at", row.created_at);
    a.field("read_at", row.read_at);
    a.field("channels", row.channels);
}

}  // namespace lsl::wire

namespace lsl::api {

using wire::Archive;

void describe(Archive& a, NoticeSettings& m) {
    a.field("timezone", m.timezone);
    a.field("quiet_from", m.quiet_from);
    a.field("quiet_to", m.quiet_to);
    a.field("language", m.language);
    a.field("events", m.events);
}

void describe(Archive& a, PutNoticeSettings::Choice& m) {
    a.field("mail", m.mail);
    a.field("push", m.push);
    a.field("app", m.app);
}

void describe(Archive& a, PutNoticeSettings::Request& m) {
    a.field("timezone", m.timezone);
    a.field("quiet_from", m.quiet_from);
    a.field("quiet_to", m.quiet_to);
    a.field("language", m.language);
    a.with_default("events", m.events);
}

void describe(Archive& a, ListNotices::Response& m) {
    a.field("notices", m.notices);
    a.field("unread", m.unread);
}

void describe(Archive& a, ReadNotices::Request& m) {
    a.with_default("ids", m.ids);
    a.with_default("all", m.all);
}

}  // namespace lsl::api
