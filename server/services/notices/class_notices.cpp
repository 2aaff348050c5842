#include "server/services/notices/class_notices.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>

#include "server/services/notices/notice_audience.h"
#include "server/store/classes/enrollments_store.h"
#include "server/store/classes/streams_store.h"
#include "server/store/jobs/due_store.h"
#include "server/store/notices/notice_classes_store.h"
#include "server/store/notices/notices_store.h"
#include "server/store/rooms/chat_messages_store.h"

namespace lsl::services {

namespace {

using domain::NoticeEvent;
using domain::StreamStatus;

constexpr std::array reminders{NoticeEvent::Reminder24h, NoticeEvent::Reminder1h,
                               NoticeEvent::Reminder10m};
constexpr std::chrono::hours new_place_is_news_for{1}, answer_is_news_for{1}, picture_waited_for{1};
constexpr std::chrono::days told_before_replay_ends{1};
constexpr std::chrono::seconds between_looks_for_picture{1};
/// People told in one transaction: the writer is for others, too.
constexpr std::ptrdiff_t people_at_once = 200;
constexpr std::string_view enrolled_key = "enrolled:", left_key = "left:";

std::string work_key(NoticeEvent event, StreamId stream) {
    return std::string(enum_name(event)) + ":" + stream.to_string();
}

struct NoticeSubject {
    NoticeEvent event;
    StreamId stream;
};

std::optional<NoticeSubject> subject_of(std::string_view key) {
    const std::size_t colon = key.find(':');
    if (colon == key.npos) return std::nullopt;
    std::optional<NoticeEvent> event;
    domain::enum_parse(key.substr(0, colon), event);
    const auto stream = StreamId::parse(key.substr(colon + 1));
    if (!event || !stream) return std::nullopt;
    return NoticeSubject{*event, *stream};
}

/// What tells one such event of a class from the next one.
std::string version_of(NoticeEvent event, const domain::StudioClass& row) {
    switch (event) {
        case NoticeEvent::Moved: return std::to_string(row.calendar.sequence);
        case NoticeEvent::Live:
            return row.stream.actual_start_time ? to_iso8601(*row.stream.actual_start_time) : "";
        case NoticeEvent::ReplayReady:
        case NoticeEvent::ReplayEnds:
            return row.recording.expires_at ? to_iso8601(*row.recording.expires_at) : "";
        case NoticeEvent::Cancelled:
        case NoticeEvent::Followed: return "";
        default: return to_iso8601(row.stream.scheduled_start_time);
    }
}

bool has_replay(const domain::StudioClass& row) {
    return row.recording.available && row.recording.expires_at.has_value();
}

}  // namespace

Result<void> ClassNotices::tell(const std::vector<store::NewsRow>& rows) {
    LSL_TRY(tell_answers(rows));
    const auto is_of_use = [](const store::NewsRow& row) {
        return row.stream && (row.kind == store::NewsKind::Stream ||
                              (row.kind == store::NewsKind::Enrollment && row.user));
    };
    if (std::none_of(rows.begin(), rows.end(), is_of_use)) return {};
    return database_.write([&](store::Connection& tx) -> Result<void> {
        for (const store::NewsRow& row : rows) {
            if (!is_of_use(row)) continue;
            LSL_TRY(row.kind == store::NewsKind::Stream ? note_class(tx, *row.stream)
                                                        : note_place(tx, *row.stream, *row.user));
        }
        return {};
    });
}

Result<void> ClassNotices::tell_answers(const std::vector<store::NewsRow>& rows) {
    // By the first change of each class; a later one is read along with it.
    std::map<StreamId, std::int64_t> changes;
    for (const store::NewsRow& row : rows) {
        if (row.kind != store::NewsKind::Chat || !row.stream) continue;
        const auto [known, is_new] = changes.try_emplace(*row.stream, row.chat_change);
        if (!is_new) known->second = std::min(known->second, row.chat_change);
    }
    for (const auto& change : changes) {
        const StreamId stream = change.first;
        auto messages = LSL_TRY(database_.read([&](store::Connection& reader) {
            return store::ChatMessagesStore(reader).changed_since(stream, change.second);
        }));
        const UtcTime now = clock_.utc();
        std::erase_if(messages, [&](const store::ChatMessage& message) {
            return !message.answered_at || !message.user_id ||
                   message.state != domain::MessageState::Visible ||
                   now - *message.answered_at > answer_is_news_for;
        });
        if (messages.empty()) continue;
        const auto told = database_.write([&](store::Connection& tx) -> Result<void> {
            const auto row = LSL_TRY(store::StreamsStore(tx).find(stream));
            if (!row) return {};
            for (const store::ChatMessage& message : messages) {
                const bool silenced =
                    LSL_TRY(is_silenced(tx, *message.user_id, NoticeEvent::Answered, stream));
                if (silenced) continue;
                LSL_TRY(writer_.tell(tx, *message.user_id, NoticeEvent::Answered, *row,
                                     "answered:" + message.id.to_string()));
            }
            return {};
        });
        if (!told) return told;
    }
    return {};
}

Result<void> ClassNotices::note_class(store::Connection& tx, StreamId id) {
    const auto row = LSL_TRY(store::StreamsStore(tx).find(id));
    if (!row) return {};
    const domain::Stream& stream = row->stream;
    store::NoticeClassesStore classes(tx);
    const auto known = LSL_TRY(classes.find(id));
    LSL_TRY(classes.put({id, stream.status, stream.scheduled_start_time,
                         stream.scheduled_duration_seconds, has_replay(*row)}));
    const UtcTime now = clock_.utc();
    // Its first news may be read when more has happened: people enroll within the second.
    const StreamStatus before = known ? known->status : StreamStatus::Scheduled;
    const bool is_planned = stream.status == StreamStatus::Scheduled;
    const bool other_start = known && known->start_at != stream.scheduled_start_time;
    const bool moved = known ? other_start || known->seconds != stream.scheduled_duration_seconds
                             : row->calendar.sequence > 0;
    const bool was_planned = before == StreamStatus::Scheduled;
    if (is_planned && (!known || !was_planned || other_start)) LSL_TRY(plan_reminders(tx, *row));
    if (is_planned && !known) LSL_TRY(plan(tx, NoticeEvent::Followed, *row, now));
    if (is_planned && was_planned && moved) LSL_TRY(plan(tx, NoticeEvent::Moved, *row, now));
    if (stream.status == StreamStatus::Cancelled && before != StreamStatus::Cancelled) {
        LSL_TRY(plan(tx, NoticeEvent::Cancelled, *row, now));
    }
    if (stream.status == StreamStatus::Live && before != StreamStatus::Live) {
        LSL_TRY(plan(tx, NoticeEvent::Live, *row, now));
    }
    if (has_replay(*row) && !(known && known->has_replay)) {
        LSL_TRY(plan(tx, NoticeEvent::ReplayReady, *row, now));
        LSL_TRY(plan(tx, NoticeEvent::ReplayEnds, *row,
                     *row->recording.expires_at - told_before_replay_ends));
    }
    return {};
}

Result<void> ClassNotices::note_place(store::Connection& tx, StreamId stream, UserId user) {
    const auto row = LSL_TRY(store::StreamsStore(tx).find(stream));
    if (!row) return {};
    const auto place = LSL_TRY(store::EnrollmentsStore(tx).find(stream, user));
    if (place) {
        // Rows of places come for other reasons, too, also of those from before there were notices.
        if (place->refunded_at || clock_.utc() - place->enrolled_at > new_place_is_news_for) {
            return {};
        }
        return writer_.tell(tx, user, NoticeEvent::Enrolled, *row,
                            std::string(enrolled_key) + place->id.to_string());
    }
    const auto told =
        LSL_TRY(store::NoticesStore(tx).newest_key(user, stream, NoticeEvent::Enrolled));
    if (!told || !told->starts_with(enrolled_key)) return {};
    return writer_.tell(tx, user, NoticeEvent::Left, *row,
                        std::string(left_key) + told->substr(enrolled_key.size()));
}

Result<void> ClassNotices::plan(store::Connection& tx, NoticeEvent event,
                                const domain::StudioClass& row, UtcTime at) {
    store::DueRow due;
    due.kind = notice_work;
    due.key = work_key(event, row.stream.id);
    due.at = at;
    due.payload = version_of(event, row);
    return store::DueStore(tx).put(due);
}

Result<void> ClassNotices::plan_reminders(store::Connection& tx, const domain::StudioClass& row) {
    for (const NoticeEvent event : reminders) {
        const UtcTime at = row.stream.scheduled_start_time -
                           domain::reminded_before(event).value_or(std::chrono::minutes(0));
        // The one of another start may still be waiting: it is replaced, or found out of date.
        if (at > clock_.utc()) LSL_TRY(plan(tx, event, row, at));
    }
    return {};
}

DueKind ClassNotices::work() {
    DueKind kind;
    kind.run = [this](const store::DueRow& due) { return run(due); };
    return kind;
}

Result<void> ClassNotices::run(const store::DueRow& due) {
    const auto subject = subject_of(due.key);
    if (!subject) return {};
    const auto row = LSL_TRY(database_.read([&](store::Connection& reader) {
        return store::StreamsStore(reader).find(subject->stream);
    }));
    if (!row || !holds(subject->event, *row, due.payload)) return {};
    // People come when there is something to see, not when the button was pressed.
    if (subject->event == NoticeEvent::Live && row->stream.media_seconds.value_or(0) == 0) {
        return database_.write([&](store::Connection& tx) {
            return plan(tx, NoticeEvent::Live, *row, clock_.utc() + between_looks_for_picture);
        });
    }
    return tell_all(subject->event, *row, due.payload);
}

bool ClassNotices::holds(NoticeEvent event, const domain::StudioClass& row,
                         std::string_view version) const {
    if (version != version_of(event, row)) return false;
    const UtcTime now = clock_.utc();
    const domain::Stream& stream = row.stream;
    switch (event) {
        case NoticeEvent::Moved:
        case NoticeEvent::Followed: return stream.status == StreamStatus::Scheduled;
        case NoticeEvent::Cancelled: return stream.status == StreamStatus::Cancelled;
        case NoticeEvent::Live:
            return stream.status == StreamStatus::Live && stream.actual_start_time &&
                   now - *stream.actual_start_time < picture_waited_for;
        case NoticeEvent::ReplayReady:
        case NoticeEvent::ReplayEnds: return has_replay(row) && now < *row.recording.expires_at;
        default: break;
    }
    const auto before = domain::reminded_before(event);
    if (!before || stream.status != StreamStatus::Scheduled) return false;
    // After a downtime "in an hour" is said within a quarter of an hour, or not at all.
    const auto late = now - (stream.scheduled_start_time - *before);
    return late <= *before / 4;
}

Result<void> ClassNotices::tell_all(NoticeEvent event, const domain::StudioClass& row,
                                    const std::string& version) {
    const auto people = LSL_TRY(database_.read(
        [&](store::Connection& reader) { return concerned_by(reader, event, row); }));
    const std::string about = work_key(event, row.stream.id) + ":" + version + ":";
    auto from = people.begin();
    auto to = from;
    const auto tell_some = [&](store::Connection& tx) -> Result<void> {
        for (auto one = from; one != to; ++one) {
            const std::string key =
                about + std::string(mark_of(one->because)) + one->user.to_string();
            LSL_TRY(writer_.tell(tx, one->user, event, row, key));
        }
        return {};
    };
    for (; from != people.end(); from = to) {
        to = from + std::min(people_at_once, std::distance(from, people.end()));
        LSL_TRY(database_.write(tell_some));
    }
    return {};
}

}  // namespace lsl::services
