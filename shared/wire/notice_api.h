#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/domain/notices.h"
#include "shared/wire/api.h"

// The contract's part about notices: what people are told of, on which ways, and when not. See
// api.h.

namespace lsl::wire {

/// The ways on which somebody is told of one kind of event.
struct NoticeChoice {
    bool mail = false, push = false, app = false;
    bool operator==(const NoticeChoice&) const = default;
};

struct NoticeRow {
    NoticeId id;
    domain::NoticeEvent event = domain::NoticeEvent::Enrolled;
    std::optional<StreamId> stream_id;
    std::string title, text;  ///< in the person's language, by the class as it is now
    UtcTime created_at;
    std::optional<UtcTime> read_at;
    /// By channel: "off", "waiting", "sent", "failed", "suppressed".
    std::map<std::string, std::string> channels;
    /// By channel why it is off although it was wanted: mail "unconfirmed". Left out otherwise.
    std::map<std::string, std::string> why = {};
};

/// A teacher whom the person follows.
struct FollowedTeacher {
    FollowedId id;
    std::string name;
    UtcTime since;
};

/// What a push message says: JSON that Safari shows by itself (Declarative Web Push) and the
/// service worker of others reads.
struct PushNotification {
    std::string title, body;
    std::string lang, dir;  ///< of both: "en", "ltr"
    std::string navigate;   ///< the address that a press opens
    std::string tag;        ///< a second one with it takes the place of the first
    bool renotify = false;  ///< and makes a sound again
};
struct PushMessage {
    std::int64_t web_push = 8030;  ///< says that it is one
    PushNotification notification;
    std::int64_t app_badge = 0;  ///< notices that the person has not read
};

void describe(Archive& a, NoticeChoice& choice);
void describe(Archive& a, NoticeRow& row);
void describe(Archive& a, FollowedTeacher& teacher);
void describe(Archive& a, PushNotification& notification);
void describe(Archive& a, PushMessage& message);

}  // namespace lsl::wire

namespace lsl::api {

struct NoticeSettings {
    std::optional<std::string> timezone;  ///< "Europe/Zagreb"; nothing: no hour is quiet
    std::string quiet_from, quiet_to;     ///< "21:00" there; the same twice: no hour is quiet
    std::string language;                 ///< of mails and notices: "en", "de", "ar"
    std::map<std::string, wire::NoticeChoice> events;  ///< all of them, by name
    bool calendar = true;  ///< the mail of an enrollment asks the calendar to take the class in
};

struct GetNoticeSettings {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/me/notices/settings";
    using Request = Empty;
    using Response = NoticeSettings;
};

/// A part of them; what is absent stays. 200 with all of them. InvalidInput `timezone`,
/// `quiet_from`, `quiet_to`, `language`, and `events` for an unknown one, or one that cannot be
/// switched off. `timezone` empty: nobody knows it any more.
struct PutNoticeSettings {
    static constexpr Method method = Method::Put;
    static constexpr std::string_view path = "/api/me/notices/settings";
    struct Choice {
        std::optional<bool> mail, push, app;
    };
    struct Request {
        std::optional<std::string> timezone, quiet_from, quiet_to, language;
        std::map<std::string, Choice> events;
        std::optional<bool> calendar = {};
    };
    using Response = NoticeSettings;
};

/// `?before=` the id of a notice: what came before it; `?limit=` 50 unless it says otherwise, at
/// most 100.
struct ListNotices {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/me/notices";
    static constexpr std::string_view query[] = {"before", "limit"};
    using Request = Empty;
    struct Response {
        std::vector<wire::NoticeRow> notices;  // newest first
        std::int64_t unread = 0;               // of all of them
    };
};

/// 204. Ids that are not the person's are left alone.
struct ReadNotices {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/me/notices/read";
    struct Request {
        std::vector<NoticeId> ids;
        bool all = false;
    };
    using Response = Empty;
};
inline constexpr std::size_t most_notices_read = 500;

/// The key that browsers subscribe with (RFC 8292): base64url of a point of P-256, 65 octets.
struct GetPushKey {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/push/key";
    using Request = Empty;
    struct Response {
        std::string key;
    };
};

/// This browser is told of notices (RFC 8030). As PushSubscription.toJSON() has it. 201, for an
/// endpoint that is known 200: another person's becomes the new one's. Of more than 16 the one that
/// was named longest ago goes. InvalidInput `endpoint`, `keys`.
struct SubscribePush {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/me/push";
    struct Keys {
        std::string p256dh, auth;
    };
    struct Request {
        std::string endpoint;
        Keys keys;
    };
    struct Response {
        std::string device;
        UtcTime created_at;
        std::optional<UtcTime> last_sent_at;
    };
};

/// It is told no more. 204, also when it was not told before.
struct UnsubscribePush {
    static constexpr Method method = Method::Delete;
    static constexpr std::string_view path = "/api/me/push";
    struct Request {
        std::string endpoint;
    };
    using Response = Empty;
};

/// The person sends a notice to themselves: by mail, or to the browser of that `endpoint`. 202: it
/// is on its way, and what becomes of it is in the list of notices. 422 `channel`; 409 `mail_off`,
/// `address_refused`, `no_subscription`; 403 `email_not_verified`; beyond three an hour and way
/// 429.
struct TestNotice {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/me/notices/test";
    struct Request {
        std::string channel;   // "mail", "push"
        std::string endpoint;  // of push
    };
    using Response = Empty;
};

/// The bells of a class: whether the person is told of that class, and of new classes of its
/// teacher, whose name it is that they follow. On at first for who has a place there; `teacher`
/// off. How they are told is in NoticeSettings.
struct Bells {
    bool of_class = false;    // "class"
    bool of_teacher = false;  // "teacher"
};

struct GetBells {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/streams/{id}/bells";
    using Request = Empty;
    using Response = Bells;
};

/// What is absent stays. 200 with both as they are then. 409 `no_teacher` where the class names
/// none.
struct PutBells {
    static constexpr Method method = Method::Put;
    static constexpr std::string_view path = "/api/streams/{id}/bells";
    struct Request {
        std::optional<bool> of_class, of_teacher;
    };
    using Response = Bells;
};

struct ListFollowed {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/me/followed";
    using Request = Empty;
    struct Response {
        std::vector<wire::FollowedTeacher> teachers;  // newest first
    };
};

/// 204; NotFound for one whom the person does not follow.
struct Unfollow {
    static constexpr Method method = Method::Delete;
    static constexpr std::string_view path = "/api/me/followed/{id}";
    using Request = Empty;
    using Response = Empty;
};

/// What a mail's List-Unsubscribe leads to (RFC 8058): mails about that kind of event end, or what
/// the mail came from: a bell, following a teacher. 204, as often as it is called; NotFound for a
/// token of nobody's.
struct Unsubscribe {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/unsubscribe/{token}";
    using Request = Empty;
    using Response = Empty;
};

void describe(wire::Archive& a, NoticeSettings& m);
void describe(wire::Archive& a, PutNoticeSettings::Choice& m);
void describe(wire::Archive& a, PutNoticeSettings::Request& m);
void describe(wire::Archive& a, ListNotices::Response& m);
void describe(wire::Archive& a, ReadNotices::Request& m);
void describe(wire::Archive& a, GetPushKey::Response& m);
void describe(wire::Archive& a, SubscribePush::Keys& m);
void describe(wire::Archive& a, SubscribePush::Request& m);
void describe(wire::Archive& a, SubscribePush::Response& m);
void describe(wire::Archive& a, UnsubscribePush::Request& m);
void describe(wire::Archive& a, TestNotice::Request& m);
void describe(wire::Archive& a, Bells& m);
void describe(wire::Archive& a, PutBells::Request& m);
void describe(wire::Archive& a, ListFollowed::Response& m);

}  // namespace lsl::api
