#include "server/services/notices/notice_inbox.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <string>

#include "server/services/mail/mail_kind.h"
#include "server/services/mail/mail_texts.h"
#include "server/services/notices/notice_mail.h"
#include "server/services/notices/notice_preferences.h"
#include "server/store/classes/streams_store.h"
#include "server/store/jobs/outbox_store.h"
#include "server/store/notices/notices_store.h"
#include "server/store/people/users_store.h"

namespace lsl::services {

namespace {

constexpr std::int64_t notices_usually = 50, notices_at_most = 100;

Result<std::int64_t> notice_limit(std::string_view text) {
    if (text.empty()) return notices_usually;
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || end != text.data() + text.size() || number < 1) {
        return invalid_field("limit", "Ask for a whole number of notices.");
    }
    return std::min(number, notices_at_most);
}

struct InboxReading {
    MailTexts texts;
    NoticePreferences preferences;
};

Result<wire::NoticeRow> shown_notice(store::Connection& reader, const store::ListedNotice& listed,
                                     const InboxReading& reading) {
    const store::NoticeRow& row = listed.row;
    wire::NoticeRow notice;
    notice.id = row.id;
    notice.event = row.event;
    notice.stream_id = row.stream;
    notice.created_at = row.created_at;
    notice.read_at = listed.read_at;
    notice.channels["app"] = "sent";
    notice.channels["push"] = listed.push_state.value_or("off");
    notice.channels["mail"] = row.mail ? listed.mail_state.value_or("sent") : "off";
    if (listed.mail_problem == mail_unconfirmed) notice.why["mail"] = "unconfirmed";
    const MailWords* words = words_of(reading.texts.notices, row);
    if (words != nullptr && row.event == domain::NoticeEvent::Test) {
        notice.title = words->subject;
        notice.text = as_sentence(words->text);
        return notice;
    }
    const auto about = row.stream ? LSL_TRY(store::StreamsStore(reader).find(*row.stream))
                                  : std::optional<domain::StudioClass>();
    if (words == nullptr || !about) return notice;
    const domain::Stream& stream = about->stream;
    MailWords said = about_class(*words, stream.title, stream.instructor_name,
                                 reading.preferences.time_text(stream.scheduled_start_time));
    notice.title = std::move(said.subject);
    notice.text = as_sentence(std::move(said.text));
    return notice;
}

}  // namespace

Result<api::ListNotices::Response> NoticeInbox::list(UserId user, std::string_view before,
                                                     std::string_view limit) {
    const std::int64_t most = LSL_TRY(notice_limit(limit));
    const auto id = NoticeId::parse(before);
    if (!before.empty() && !id) return not_found("There is no such notice.");
    return database_.read([&](store::Connection& reader) -> Result<api::ListNotices::Response> {
        store::NoticesStore notices(reader);
        std::int64_t behind = std::numeric_limits<std::int64_t>::max();
        if (id) {
            const auto sequence = LSL_TRY(notices.sequence(user, *id));
            if (!sequence) return not_found("There is no such notice.");
            behind = *sequence;
        }
        const auto account = LSL_TRY(store::UsersStore(reader).find(user));
        const std::string language = account && account->language ? *account->language : "";
        InboxReading reading;
        reading.texts = LSL_TRY(read_mail_texts(language));
        reading.preferences = LSL_TRY(NoticePreferences::of(reader, user));
        api::ListNotices::Response page;
        for (const store::ListedNotice& one : LSL_TRY(notices.list(user, behind, most))) {
            page.notices.push_back(LSL_TRY(shown_notice(reader, one, reading)));
        }
        page.unread = LSL_TRY(notices.count_unread(user));
        return page;
    });
}

Result<std::int64_t> NoticeInbox::unread(UserId user) {
    return database_.read(
        [&](store::Connection& reader) { return store::NoticesStore(reader).count_unread(user); });
}

Result<void> NoticeInbox::read(UserId user, const api::ReadNotices::Request& request) {
    if (request.ids.size() > api::most_notices_read) {
        return invalid_field("ids", "Name fewer notices at once, or all.");
    }
    return database_.write([&](store::Connection& tx) -> Result<void> {
        store::NoticesStore notices(tx);
        // Other pages of theirs count, too.
        LSL_TRY(store::OutboxStore(tx).notices_changed(user, clock_.utc()));
        if (request.all) return notices.note_all_read(user, clock_.utc());
        for (const NoticeId id : request.ids) {
            LSL_TRY(notices.note_read(user, id, clock_.utc()));
        }
        return {};
    });
}

}  // namespace lsl::services
