#include "server/services/notices/test_notices.h"

#include <chrono>
#include <string>

#include "server/services/accounts/confirmed.h"
#include "server/services/accounts/secrets.h"
#include "server/store/jobs/outbox_store.h"
#include "server/store/notices/mails_store.h"
#include "server/store/notices/notices_store.h"
#include "server/store/notices/push_subscriptions_store.h"
#include "server/store/notices/pushes_store.h"
#include "server/store/people/users_store.h"

namespace lsl::services {

namespace {

/// Nobody waits longer for a test.
constexpr std::chrono::hours test_is_news_for{1};

store::NoticeRow test_notice(const Clock& clock, UserId user) {
    store::NoticeRow notice;
    notice.id = new_id<NoticeId>(clock);
    notice.user = user;
    notice.event = domain::NoticeEvent::Test;
    notice.dedupe_key = "test:" + notice.id.to_string();
    notice.created_at = clock.utc();
    return notice;
}

Result<void> put_test(store::Connection& tx, const store::NoticeRow& notice) {
    LSL_TRY(store::NoticesStore(tx).insert(notice));
    return store::OutboxStore(tx).notices_changed(notice.user, notice.created_at);
}

}  // namespace

Result<void> TestNotices::by_mail(UserId user) {
    if (!mails_.on()) {
        return make_error(ErrorCode::Conflict, "mail_off", "This studio's server sends no mail.");
    }
    return database_.write([&](store::Connection& tx) -> Result<void> {
        LSL_TRY(require_confirmed(tx, user));
        const auto account = LSL_TRY(store::UsersStore(tx).find(user));
        if (!account) return not_found("There is no such account.");
        store::MailsStore mails(tx);
        if (LSL_TRY(mails.is_suppressed(account->user.email))) {
            return make_error(ErrorCode::Conflict, "address_refused",
                              "The mail server says that nobody has your address.");
        }
        store::NoticeRow notice = test_notice(clock_, user);
        store::MailRow mail;
        mail.id = new_id<MailId>(clock_);
        mail.kind = enum_name(MailKind::Notice);
        mail.user = user;
        mail.address = account->user.email;
        mail.payload = notice.id.to_string();
        mail.dedupe_key = "notice:" + notice.id.to_string();
        mail.created_at = notice.created_at;
        mail.expires_at = notice.created_at + test_is_news_for;
        notice.mail = mail.id;
        LSL_TRY(put_test(tx, notice));
        return mails.put(mail);
    });
}

Result<void> TestNotices::by_push(UserId user, std::string_view endpoint) {
    return database_.write([&](store::Connection& tx) -> Result<void> {
        const auto browser = LSL_TRY(store::PushSubscriptionsStore(tx).find(endpoint));
        if (!browser || browser->user != user) {
            return make_error(ErrorCode::Conflict, "no_subscription",
                              "This browser is not told of anything. Turn push on first.");
        }
        const store::NoticeRow notice = test_notice(clock_, user);
        LSL_TRY(put_test(tx, notice));
        return store::PushesStore(tx).put_to(notice.id, browser->sequence, notice.created_at,
                                             notice.created_at + test_is_news_for);
    });
}

}  // namespace lsl::services
