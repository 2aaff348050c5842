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
    a.extra("why", row.why);
}

void describe(Archive& a, FollowedTeacher& teacher) {
    a.field("id", teacher.id);
    a.field("name", teacher.name);
    a.field("since", teacher.since);
}

void describe(Archive& a, PushNotification& notification) {
    a.field("title", notification.title);
    a.field("body", notification.body);
    a.field("lang", notification.lang);
    a.field("dir", notification.dir);
    a.field("navigate", notification.navigate);
    a.field("tag", notification.tag);
    a.field("renotify", notification.renotify);
}

void describe(Archive& a, PushMessage& message) {
    a.field("web_push", message.web_push);
    a.field("notification", message.notification);
    a.field("app_badge", message.app_badge);
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
    a.with_default("calendar", m.calendar);
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
    a.field("calendar", m.calendar);
}

void describe(Archive& a, ListNotices::Response& m) {
    a.field("notices", m.notices);
    a.field("unread", m.unread);
}

void describe(Archive& a, ReadNotices::Request& m) {
    a.with_default("ids", m.ids);
    a.with_default("all", m.all);
}

void describe(Archive& a, GetPushKey::Response& m) { a.field("key", m.key); }

void describe(Archive& a, SubscribePush::Keys& m) {
    a.field("p256dh", m.p256dh);
    a.field("auth", m.auth);
}

void describe(Archive& a, SubscribePush::Request& m) {
    a.field("endpoint", m.endpoint);
    a.field("keys", m.keys);
}

void describe(Archive& a, SubscribePush::Response& m) {
    a.field("device", m.device);
    a.field("created_at", m.created_at);
    a.field("last_sent_at", m.last_sent_at);
}

void describe(Archive& a, UnsubscribePush::Request& m) { a.field("endpoint", m.endpoint); }

void describe(Archive& a, TestNotice::Request& m) {
    a.field("channel", m.channel);
    a.with_default("endpoint", m.endpoint);
}

void describe(Archive& a, Bells& m) {
    a.field("class", m.of_class);
    a.field("teacher", m.of_teacher);
}

void describe(Archive& a, PutBells::Request& m) {
    a.field("class", m.of_class);
    a.field("teacher", m.of_teacher);
}

void describe(Archive& a, ListFollowed::Response& m) { a.field("teachers", m.teachers); }

}  // namespace lsl::api
