#include "server/services/notices/notice_writer.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "server/services/accounts/secrets.h"
#include "server/services/notices/notice_preferences.h"
#include "server/store/jobs/outbox_store.h"
#include "server/store/notices/mails_store.h"
#include "server/store/notices/notices_store.h"
#include "server/store/notices/pushes_store.h"
#include "server/store/people/users_store.h"

namespace lsl::services {

namespace {

using domain::NoticeChannel;
using domain::NoticeEvent;

constexpr std::chrono::hours live_is_news_for{1};
constexpr std::chrono::days change_is_news_for{3};
constexpr std::int64_t new_classes_told_a_day = 3;

/// From when on a mail about it is of no use.
UtcTime useless_from(NoticeEvent event, const domain::StudioClass& row, UtcTime now) {
    switch (event) {
        case NoticeEvent::Reminder24h:
        case NoticeEvent::Reminder1h:
        case NoticeEvent::Reminder10m: return row.stream.scheduled_start_time;
        case NoticeEvent::Followed:
            return std::min<UtcTime>(row.stream.scheduled_start_time, now + mail_lifetime);
        case NoticeEvent::Live: return now + live_is_news_for;
        case NoticeEvent::Moved:
        case NoticeEvent::Cancelled: return now + change_is_news_for;
        case NoticeEvent::ReplayReady:
        case NoticeEvent::ReplayEnds: return row.recording.expires_at.value_or(now + mail_lifetime);
        default: return now + mail_lifetime;
    }
}

/// What changes a calendar arrives in the order in which it happened.
bool keeps_order(NoticeEvent event) {
    return event == NoticeEvent::Enrolled || event == NoticeEvent::Left ||
           event == NoticeEvent::Moved || event == NoticeEvent::Cancelled;
}

/// The plan for a whole season is one evening's work: the app lists all of it, and nothing rings
/// for each class.
Result<bool> rings(store::Connection& tx, UserId user, NoticeEvent event, UtcTime now) {
    if (event != NoticeEvent::Followed) return true;
    const auto lately =
        LSL_TRY(store::NoticesStore(tx).count(user, event, now - std::chrono::days(1)));
    return lately < new_classes_told_a_day;
}

}  // namespace

Result<void> NoticeWriter::tell(store::Connection& tx, UserId user, NoticeEvent event,
                                const domain::StudioClass& row, const std::string& key) const {
    const auto account = LSL_TRY(store::UsersStore(tx).find(user));
    // Whose account is gone, or the studio's owner without an address.
    if (!account || account->user.email.empty()) return {};
    const auto preferences = LSL_TRY(NoticePreferences::of(tx, user));
    const UtcTime now = clock_.utc();
    const UtcTime useless = useless_from(event, row, now);
    std::optional<UtcTime> not_before;
    if (!domain::ignores_quiet_hours(event, row.stream.scheduled_start_time, now)) {
        not_before = preferences.quiet_until(now);
    }
    const bool in_time = LSL_TRY(rings(tx, user, event, now)) && not_before.value_or(now) < useless;

    store::NoticeRow notice;
    notice.id = new_id<NoticeId>(clock_);
    notice.user = user;
    notice.event = event;
    notice.stream = row.stream.id;
    notice.dedupe_key = key;
    notice.in_app = preferences.is_on(event, NoticeChannel::App);
    if (mails_.on() && in_time && preferences.is_on(event, NoticeChannel::Mail)) {
        notice.mail = new_id<MailId>(clock_);
    }
    notice.created_at = now;
    const bool is_new = LSL_TRY(store::NoticesStore(tx).insert(notice));
    if (!is_new) return {};
    if (notice.in_app) LSL_TRY(store::OutboxStore(tx).notices_changed(user, now));
    if (in_time && preferences.is_on(event, NoticeChannel::Push)) {
        LSL_TRY(store::PushesStore(tx).put(notice.id, user, not_before.value_or(now), useless));
    }
    if (!notice.mail) return {};

    store::MailsStore mails(tx);
    store::MailRow mail;
    mail.id = *notice.mail;
    mail.kind = enum_name(MailKind::Notice);
    mail.user = user;
    mail.address = account->user.email;
    mail.payload = notice.id.to_string();
    if (keeps_order(event)) mail.queue = row.stream.id.to_string() + ":" + user.to_string();
    mail.dedupe_key = "notice:" + notice.id.to_string();
    mail.created_at = now;
    mail.expires_at = useless;
    mail.not_before = not_before;
    // What comes at once takes along what was to wait for the morning: they keep their order.
    if (mail.queue && !not_before) LSL_TRY(mails.hurry(*mail.queue, now));
    return mails.put(mail);
}

}  // namespace lsl::services
