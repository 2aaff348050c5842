#include "server/services/push/push_message.h"

#include <algorithm>

#include "server/push/encryption.h"
#include "server/services/mail/mail_texts.h"
#include "server/services/notices/notice_mail.h"
#include "server/store/notices/notices_store.h"
#include "server/store/people/users_store.h"
#include "shared/wire/json/json.h"
#include "shared/wire/notice_api.h"

namespace lsl::services {

namespace {

using domain::NoticeEvent;

/// What is about one question is not replaced by what is about the class.
std::string push_topic_of(const NoticeMail& notice) {
    if (notice.event == NoticeEvent::Answered || !notice.row) return {};
    // A UUID without its dashes has the 32 letters of base64url that a topic may have.
    std::string topic = notice.row->stream.id.to_string();
    std::erase(topic, '-');
    return topic;
}

bool is_urgent(NoticeEvent event) {
    switch (event) {
        case NoticeEvent::Live:
        case NoticeEvent::Moved:
        case NoticeEvent::Cancelled:
        case NoticeEvent::Reminder10m:
        case NoticeEvent::Test:
        case NoticeEvent::Waitlist: return true;
        default: return false;
    }
}

}  // namespace

Result<std::optional<PushMessage>> push_message(store::Connection& connection, NoticeId id,
                                                std::string_view public_url) {
    const auto nothing = std::optional<PushMessage>();
    store::NoticesStore notices(connection);
    const auto row = LSL_TRY(notices.find(id));
    if (!row) return nothing;
    const auto account = LSL_TRY(store::UsersStore(connection).find(row->user));
    if (!account) return nothing;
    const std::string language =
        account->language ? *account->language : std::string(mail_languages.front());
    const MailTexts texts = LSL_TRY(read_mail_texts(language));
    const auto notice = LSL_TRY(notice_mail(connection, id.to_string(), texts));
    if (!notice) return nothing;

    wire::PushMessage said;
    said.notification.title = notice->words.subject;
    said.notification.body = as_sentence(notice->words.text);
    said.notification.lang = language;
    said.notification.dir = texts.direction;
    said.notification.navigate = std::string(public_url) + notice->path;
    said.notification.tag =
        notice->row ? notice->row->stream.id.to_string() : std::string(enum_name(notice->event));
    said.notification.renotify = notice->event == NoticeEvent::Live;
    said.app_badge = LSL_TRY(notices.count_unread(row->user));
    PushMessage message;
    message.text = wire::to_json(said);
    if (message.text.size() > push::longest_push_text) {
        // The title alone always fits: it is short by the rules of classes.
        said.notification.body.clear();
        message.text = wire::to_json(said);
    }
    message.topic = push_topic_of(*notice);
    message.urgent = is_urgent(notice->event);
    return std::optional(std::move(message));
}

}  // namespace lsl::services
