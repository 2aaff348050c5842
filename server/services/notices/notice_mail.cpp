#include "server/services/notices/notice_mail.h"

#include <utility>

#include "server/services/notices/notice_preferences.h"
#include "server/store/classes/enrollments_store.h"
#include "server/store/classes/streams_store.h"
#include "server/store/notices/bells_store.h"
#include "server/store/notices/notices_store.h"

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
        case NoticeEvent::Followed: return status == StreamStatus::Scheduled;
        case NoticeEvent::ReplayReady:
        case NoticeEvent::ReplayEnds: return row.recording.available;
        default: return true;
    }
}

/// What it took in before somebody switched that off it has to hear of for ever: else the class
/// stands there at a wrong time.
Result<bool> asks_calendar(store::Connection& connection, const store::NoticeRow& notice,
                           const NoticePreferences& preferences) {
    const auto& off_since = preferences.quiet_times().calendar_off_since;
    if (!off_since) return true;
    const auto place =
        LSL_TRY(store::EnrollmentsStore(connection).find(*notice.stream, notice.user));
    return !place || place->enrolled_at < *off_since;
}

}  // namespace

std::string as_sentence(std::string text) {
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    }
    return text;
}

const MailWords* words_of(const NoticeTexts& texts, const store::NoticeRow& notice) {
    const bool has_paid = told_because(notice) == ToldBecause::Place;
    if (notice.event == domain::NoticeEvent::Cancelled && !has_paid) {
        return &texts.cancelled_without_place;
    }
    return texts.of(notice.event);
}

Result<std::optional<NoticeMail>> notice_mail(store::Connection& connection, std::string_view id,
                                              const MailTexts& texts) {
    const auto nothing = std::optional<NoticeMail>();
    const auto notice_id = NoticeId::parse(id);
    if (!notice_id) return nothing;
    const auto notice = LSL_TRY(store::NoticesStore(connection).find(*notice_id));
    if (!notice) return nothing;
    const MailWords* words = words_of(texts.notices, *notice);
    if (words == nullptr) return nothing;
    NoticeMail mail;
    mail.event = notice->event;
    if (notice->event == domain::NoticeEvent::Test) {
        mail.words = *words;
        mail.path = "/notices";
        return std::optional(std::move(mail));
    }
    if (!notice->stream) return nothing;
    const auto row = LSL_TRY(store::StreamsStore(connection).find(*notice->stream));
    if (!row || !still_holds(*notice, *row)) return nothing;
    if (!LSL_TRY(is_still_wanted(connection, *notice, *row))) return nothing;
    const auto preferences = LSL_TRY(NoticePreferences::of(connection, notice->user));
    const domain::Stream& stream = row->stream;
    mail.because = told_because(*notice);
    mail.words = about_class(*words, stream.title, stream.instructor_name,
                             preferences.time_text(stream.scheduled_start_time));
    mail.path = "/streams/" + stream.id.to_string() + "/watch";
    if (mail.because == ToldBecause::Teacher) {
        const auto followed =
            LSL_TRY(store::BellsStore(connection)
                        .followed(notice->user, store::teacher_key(stream.instructor_name)));
        if (followed) mail.teacher = followed->id;
    }
    // Who has no place was not told because they paid.
    mail.can_be_ended = mail.because != ToldBecause::Place ||
                        !domain::is_always_on(notice->event, domain::NoticeChannel::Mail);
    mail.asks_calendar = LSL_TRY(asks_calendar(connection, *notice, preferences));
    mail.row = *row;
    return std::optional(std::move(mail));
}

}  // namespace lsl::services
