#include "server/store/classes/streams_store.h"

#include <array>

#include "server/store/classes/class_tables.h"
#include "server/store/classes/inputs_store.h"
#include "server/store/classes/recordings_store.h"
#include "server/store/classes/search_key.h"
#include "server/store/jobs/outbox_store.h"
#include "server/store/portable_sql.h"

namespace lsl::store {

namespace {

/// Whole classes and what the instructor's lists say beside; others read less of it.
std::string select_counted(const ClassIndexes& indexes = {}) {
    return "SELECT " + class_columns() + ", class.total_revenue, class.delivered_seconds FROM " +
           class_tables(indexes);
}

CountedStream read_counted(Statement& row) {
    CountedStream counted;
    counted.row = read_class(row);
    row.columns(counted.totals.revenue, counted.totals.delivered_seconds);
    return counted;
}

StreamId read_id(Statement& row) {
    StreamId id;
    row.next(id);
    return id;
}

/// What a filtered list asks besides, once for each word.
std::string filter_text() {
    std::string text = " AND (? = '' OR class.style_key = ?) AND (? = '' OR class.level = ?)";
    for (std::size_t i = 0; i < ListFilter::most_words; ++i) {
        text += " AND (? = '' OR instr(class.words_key, ?) > 0)";
    }
    return text + " ";
}

void bind_filter(Statement& statement, const ListFilter& filter) {
    const std::string_view level = filter.level ? domain::level_name(*filter.level) : "";
    statement.bind(filter.style_key, filter.style_key, level, level);
    for (std::size_t i = 0; i < ListFilter::most_words; ++i) {
        std::string_view word;
        if (i < filter.words.size()) word = filter.words[i];
        statement.bind(word, word);
    }
}

std::string page_text(StreamList which, bool filtered) {
    const std::string filter = filtered ? filter_text() : "";
    switch (which) {
        case StreamList::Live:
            return select_counted({.classes = LSL_INDEXED_BY("streams_live")}) + R"sql(
                WHERE class.status = 'live' AND (class.actual_start_time, class.id) < (?, ?)
                )sql" +
                   filter + R"sql(ORDER BY class.actual_start_time DESC, class.id DESC LIMIT ?)sql";
        case StreamList::Upcoming:
            return select_counted({.classes = LSL_INDEXED_BY("streams_by_status")}) + R"sql(
                WHERE class.status = 'scheduled'
                    AND (class.scheduled_start_time, class.id) > (?, ?)
                )sql" +
                   filter + R"sql(ORDER BY class.scheduled_start_time, class.id LIMIT ?)sql";
        case StreamList::Replay:
            // A recording expires a fixed time after the end, so its order is that of the ends.
            return select_counted({.recordings = LSL_INDEXED_BY("recordings_replay")}) + R"sql(
                WHERE class.status = 'ended' AND recording.state IN ('preparing', 'available')
                    AND (recording.expires_at, recording.stream_id) < (?, ?)
                    AND recording.expires_at > ?
                )sql" +
                   filter +
                   R"sql(ORDER BY recording.expires_at DESC, recording.stream_id DESC LIMIT ?)sql";
        case StreamList::Past: break;
    }
    return select_counted({.classes = LSL_INDEXED_BY("streams_past")}) + R"sql(
        WHERE class.status IN ('ended', 'cancelled')
            AND (class.scheduled_start_time, class.id) < (?, ?)
        )sql" +
           filter + R"sql(ORDER BY class.scheduled_start_time DESC, class.id DESC LIMIT ?)sql";
}

template <class Value>
StreamsStore::Found find_one(Connection& connection, const std::string& sql, const Value& value) {
    Statement statement = connection.prepare(sql.c_str());
    statement.bind(value);
    return read_row(statement, read_class);
}

/// The rows of a page, each made by `read(Statement&)`.
template <class Read>
auto read_page(Connection& connection, StreamList which, const std::optional<Position>& after,
               std::int64_t limit, UtcTime now, const ListFilter& filter, Read read) {
    const bool soonest_first = which == StreamList::Upcoming;
    const Position from = after.value_or(soonest_first ? before_everything() : after_everything());
    Statement statement = connection.prepare(StreamsStore::query(which, !filter.empty()));
    statement.bind(from.at, from.id);
    if (which == StreamList::Replay) statement.bind(now);
    if (!filter.empty()) bind_filter(statement, filter);
    statement.bind(limit);
    return read_rows(statement, read);
}

}  // namespace

Result<void> StreamsStore::insert(const domain::StudioClass& row) {
    LSL_TRY(insert_row<ClassesTable>(connection_, row));
    LSL_TRY(write_keys(row.stream));
    LSL_TRY(InputsStore(connection_).insert(row.stream.id, domain::main_input, row.ingest));
    LSL_TRY(RecordingsStore(connection_).insert(row.stream.id, domain::main_input, row.recording));
    return OutboxStore(connection_).stream_changed(row.stream.id, row.stream.updated_at);
}

Result<void> StreamsStore::update(const domain::StudioClass& row) {
    LSL_TRY(update_row<ClassesTable>(connection_, row));
    LSL_TRY(write_keys(row.stream));
    LSL_TRY(InputsStore(connection_).update(row.stream.id, domain::main_input, row.ingest));
    LSL_TRY(RecordingsStore(connection_).update(row.stream.id, domain::main_input, row.recording));
    return OutboxStore(connection_).stream_changed(row.stream.id, row.stream.updated_at);
}

Result<void> StreamsStore::write_keys(const domain::Stream& stream) {
    Statement statement = connection_.prepare(
        "UPDATE classes SET style_key = ?1, words_key = ?2 "
        "WHERE id = ?3 AND (style_key <> ?1 OR words_key <> ?2)");
    statement.bind(search_key(stream.style),
                   search_key(stream.title + ' ' + stream.instructor_name + ' ' + stream.style),
                   stream.id);
    return statement.run();
}

StreamsStore::Found StreamsStore::find(StreamId id) {
    static const std::string sql = select_classes() + "WHERE class.id = ?";
    return find_one(connection_, sql, id);
}

StreamsStore::Found StreamsStore::find_by_live_input(const LiveInputId& live_input) {
    static const std::string sql = select_classes() + "WHERE input.live_input_id = ?";
    return find_one(connection_, sql, live_input);
}

StreamsStore::Found StreamsStore::find_by_playback(const PlaybackId& playback) {
    static const std::string sql = select_classes() + "WHERE input.playback_id = ?";
    return find_one(connection_, sql, playback);
}

StreamsStore::Found StreamsStore::find_by_video(const VideoId& video) {
    static const std::string sql = select_classes() + "WHERE recording.video_id = ?";
    return find_one(connection_, sql, video);
}

Result<bool> StreamsStore::any() {
    Statement statement = connection_.prepare("SELECT 1 FROM classes LIMIT 1");
    return statement.step();
}

const char* StreamsStore::query(StreamList which, bool filtered) {
    static const auto texts_of = [](bool with_filter) {
        return std::array{
            page_text(StreamList::Live, with_filter), page_text(StreamList::Upcoming, with_filter),
            page_text(StreamList::Replay, with_filter), page_text(StreamList::Past, with_filter)};
    };
    static const auto whole = texts_of(false);
    static const auto part = texts_of(true);
    return (filtered ? part : whole)[static_cast<std::size_t>(which)].c_str();
}

StreamsStore::Streams StreamsStore::list(StreamList which, const std::optional<Position>& after,
                                         std::int64_t limit, UtcTime now,
                                         const ListFilter& filter) {
    return read_page(connection_, which, after, limit, now, filter, read_class);
}

Result<std::vector<CountedStream>> StreamsStore::list_with_totals(
    StreamList which, const std::optional<Position>& after, std::int64_t limit, UtcTime now) {
    return read_page(connection_, which, after, limit, now, {}, read_counted);
}

Position StreamsStore::position(StreamList which, const domain::StudioClass& row) {
    const auto at = [&](const std::optional<UtcTime>& time) {
        return Position{time.value_or(UtcTime{}), row.stream.id.uuid};
    };
    switch (which) {
        case StreamList::Live: return at(row.stream.actual_start_time);
        case StreamList::Replay: return at(row.recording.expires_at);
        case StreamList::Upcoming:
        case StreamList::Past: break;
    }
    return at(row.stream.scheduled_start_time);
}

Result<std::vector<CountedStream>> StreamsStore::of_staff(UserId user) {
    static const std::string sql = select_counted() + R"sql(
        WHERE class.id IN (SELECT stream_id FROM class_staff
                           WHERE user_id = ? AND revoked_at IS NULL AND role <> 'guest')
        ORDER BY class.scheduled_start_time DESC, class.id DESC LIMIT 1000)sql";
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(user);
    return read_rows(statement, read_counted);
}

StreamsStore::Streams StreamsStore::with_open_ingest(std::string_view media_backend) {
    static const std::string sql =
        select_classes({.inputs = LSL_INDEXED_BY("class_inputs_open")}) + R"sql(
        WHERE input.media_backend = ? AND input.media_backend <> 'local' AND input.closed = FALSE
            AND class.status IN ('ended', 'cancelled'))sql";
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(media_backend);
    return read_rows(statement, read_class);
}

Result<bool> StreamsStore::replace_thumbnail(StreamId id, std::string_view source_url,
                                             std::string_view our_url, UtcTime now) {
    Statement statement = connection_.prepare(R"sql(
        UPDATE classes SET thumbnail_url = ?1, thumbnail_source_url = ?2
        WHERE id = ?3 AND thumbnail_url = ?2)sql");
    statement.bind(our_url, source_url, id);
    LSL_TRY(statement.run());
    if (connection_.changes() == 0) return false;
    LSL_TRY(OutboxStore(connection_).stream_changed(id, now));
    return true;
}

StreamsStore::Ids StreamsStore::scheduled_before(UtcTime time) {
    Statement statement = connection_.prepare(R"sql(
        SELECT id FROM classes)sql" LSL_INDEXED_BY("streams_by_status") R"sql(
        WHERE status = 'scheduled' AND scheduled_start_time < ?
        ORDER BY scheduled_start_time)sql");
    statement.bind(time);
    return read_rows(statement, read_id);
}

StreamsStore::Ids StreamsStore::live_since_before(UtcTime time) {
    Statement statement = connection_.prepare(R"sql(
        SELECT id FROM classes)sql" LSL_INDEXED_BY("streams_live") R"sql(
        WHERE status = 'live' AND actual_start_time < ? ORDER BY actual_start_time)sql");
    statement.bind(time);
    return read_rows(statement, read_id);
}

StreamsStore::Ids StreamsStore::due_for_refund(UtcTime ended_before) {
    Statement statement = connection_.prepare(R"sql(
        SELECT id FROM classes)sql" LSL_INDEXED_BY("streams_to_refund") R"sql(
        WHERE status = 'ended' AND refunded_at IS NULL AND total_revenue > 0
            AND scheduled_duration_seconds > media_seconds * 10 AND actual_end_time <= ?
        ORDER BY actual_end_time)sql");
    statement.bind(ended_before);
    return read_rows(statement, read_id);
}

StreamsStore::Ids StreamsStore::due_for_catalog(UtcTime now) {
    Statement statement = connection_.prepare(R"sql(
        SELECT id FROM classes)sql" LSL_INDEXED_BY("streams_to_migrate") R"sql(
        WHERE status = 'ended' AND migrated_to_workout_id IS NULL
            AND migration_scheduled_at <= ? AND keep_for_catalog = TRUE
        ORDER BY migration_scheduled_at)sql");
    statement.bind(now);
    return read_rows(statement, read_id);
}

StreamsStore::Streams StreamsStore::with_open_recording() {
    static const std::string sql =
        select_classes({.recordings = LSL_INDEXED_BY("recordings_open")}) +
        "WHERE recording.state IN ('recording', 'preparing')";
    Statement statement = connection_.prepare(sql.c_str());
    return read_rows(statement, read_class);
}

}  // namespace lsl::store
