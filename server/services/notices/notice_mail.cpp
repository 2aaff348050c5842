#include "server/services/notices/notice_mail.h"

#include "server/services/notices/notice_preferences.h"
#include "server/store/notices_store.h"
#include "server/store/streams_store.h"

namespace lsl::services {

namespace {

/// A reminder of a class that was moved or cancelled while the mail waited would be wrong.
bool still_holds(const store::NoticeRow& notice, const domain::StudioClass& row) {
    using domain::NoticeEvent;
    using domain::StreamStatus;
    const StreamStatus status = row.stream.status;
    const std::string start = to_iso8601(row.stream.scheduled_start_time);
    switch (notice.event) {
        case NoticeEvent::Reminder24h:
        case NoticeEvent::Reminder1h:
        case NoticeEvent::Reminder10m:
            return status == StreamStatus::Scheduled &&
                   notice.dedupe_key.find(start) != notice.dedupe_key.npos;
        case NoticeEvent::Live: return status == StreamStatus::Live;
        case NoticeEvent::ReplayReady:
        case NoticeEvent::ReplayEnds: return row.recording.available;
        default: return true;
    }
}

}  // namespace

std::string as_sentence(std::string text) {
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    }
    return text;
}

Result<std::optional<NoticeMail>> notice_mail(store::Connection& connection, std::string_view id,
                                              const MailTexts& texts) {
    const auto nothing = std::optional<NoticeMail>();
    const auto notice_id = NoticeId::parse(id);
    if (!notice_id) return nothing;
    const auto notice = LSL_TRY(store::NoticesStore(connection).find(*notice_id));
    if (!notice || !notice->stream) return nothing;
    const auto row = LSL_TRY(store::StreamsStore(connection).find(*notice->stream));
    const MailWords* words = texts.notices.of(notice->event);
    if (!row || words == nullptr || !still_holds(*notice, *row)) return nothing;
    const auto preferences = LSL_TRY(NoticePreferences::of(connection, notice->user));
    const domain::Stream& stream = row->stream;
    return std::optional(
        NoticeMail{notice->event,
                   about_class(*words, stream.title, stream.instructor_name,
                               preferences.time_text(stream.scheduled_start_time)),
                   "/streams/" + stream.id.to_string() + "/watch", *row,
                   !domain::is_always_on(notice->event, domain::NoticeChannel::Mail)});
}

}  // namespace lsl::services
