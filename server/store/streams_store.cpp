#include "server/store/streams_store.h"

namespace lsl::store {

namespace {

#define STREAM_COLUMNS                                                          \
    "id, title, description, instructor_name, scheduled_start_time, "           \
    "scheduled_duration_seconds, actual_start_time, actual_end_time, status, "  \
    "price_in_tokens, media_backend, live_input_id, webrtc_url, webrtc_token, " \
    "playback_id, recording_state, recording_available, recording_expires_at, " \
    "recording_video_id, keep_for_catalog, migrated_to_workout_id, "            \
    "migration_scheduled_at, thumbnail_url, max_viewers, total_enrollments, "   \
    "calendar_sequence, calendar_changed_at, created_at, updated_at"
#define SELECT_STREAM "SELECT " STREAM_COLUMNS " FROM live_stream_sessions "

domain::Stream read_stream(Statement& row) {
    domain::Stream s;
    std::string status;
    std::string recording;
    row.columns(s.id, s.title, s.description, s.instructor_name, s.scheduled_start_time,
                s.scheduled_duration_seconds, s.actual_start_time, s.actual_end_time, status,
                s.price_in_tokens, s.media_backend, s.live_input_id, s.webrtc_url, s.webrtc_token,
                s.playback_id, recording, s.recording_available, s.recording_expires_at,
                s.recording_video_id, s.keep_for_catalog, s.migrated_to_workout_id,
                s.migration_scheduled_at, s.thumbnail_url, s.max_viewers, s.total_enrollments,
                s.calendar_sequence, s.calendar_changed_at, s.created_at, s.updated_at);
    // The table allows no other words.
    s.status = domain::parse_status(status).value_or(domain::StreamStatus::Cancelled);
    s.recording_state =
        domain::parse_recording_state(recording).value_or(domain::RecordingState::None);
    return s;
}

StreamId read_id(Statement& row) {
    StreamId id;
    row.next(id);
    return id;
}

// The pages name their index: left alone, SQLite reads every class of a status and sorts.
constexpr const char* live_page = SELECT_STREAM R"sql(
    INDEXED BY streams_live WHERE status = 'live' AND (actual_start_time, id) < (?, ?)
    ORDER BY actual_start_time DESC, id DESC LIMIT ?)sql";
constexpr const char* upcoming_page = SELECT_STREAM R"sql(
    INDEXED BY streams_by_status WHERE status = 'scheduled' AND (scheduled_start_time, id) > (?, ?)
    ORDER BY scheduled_start_time, id LIMIT ?)sql";
constexpr const char* past_page = SELECT_STREAM R"sql(
    INDEXED BY streams_past WHERE status IN ('ended', 'cancelled') AND (scheduled_start_time, id) < (?, ?)
    ORDER BY scheduled_start_time DESC, id DESC LIMIT ?)sql";
// recording_expires_at is the end plus a fixed time, so its order is the order of the ends.
constexpr const char* replay_page = SELECT_STREAM R"sql(
    INDEXED BY streams_replay WHERE status = 'ended' AND recording_state IN ('preparing', 'available')
        AND (recording_expires_at, id) < (?, ?) AND recording_expires_at > ?
    ORDER BY recording_expires_at DESC, id DESC LIMIT ?)sql";

StreamsStore::Found find_one(Connection& connection, const char* sql, std::string_view value) {
    Statement statement = connection.prepare(sql);
    statement.bind(value);
    return read_row(statement, read_stream);
}

}  // namespace

Result<void> StreamsStore::insert(const domain::Stream& s) {
    Statement statement = connection_.prepare(
        "INSERT INTO live_stream_sessions (" STREAM_COLUMNS
        ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "?, ?, ?)");
    statement.bind(s.id, s.title, s.description, s.instructor_name, s.scheduled_start_time,
                   s.scheduled_duration_seconds, s.actual_start_time, s.actual_end_time,
                   domain::status_name(s.status), s.price_in_tokens, s.media_backend,
                   s.live_input_id, s.webrtc_url, s.webrtc_token, s.playback_id,
                   domain::recording_state_name(s.recording_state), s.recording_available,
                   s.recording_expires_at, s.recording_video_id, s.keep_for_catalog,
                   s.migrated_to_workout_id, s.migration_scheduled_at, s.thumbnail_url,
                   s.max_viewers, s.total_enrollments, s.calendar_sequence, s.calendar_changed_at,
                   s.created_at, s.updated_at);
    return statement.run();
}

Result<void> StreamsStore::update(const domain::Stream& s) {
    Statement statement = connection_.prepare(R"sql(
        UPDATE live_stream_sessions SET
            title = ?, description = ?, instructor_name = ?, scheduled_start_time = ?,
            scheduled_duration_seconds = ?, actual_start_time = ?, actual_end_time = ?,
            status = ?, price_in_tokens = ?, webrtc_token = ?, recording_state = ?,
            recording_available = ?, recording_expires_at = ?, recording_video_id = ?,
            keep_for_catalog = ?, migrated_to_workout_id = ?, migration_scheduled_at = ?,
            thumbnail_url = ?, calendar_sequence = ?, calendar_changed_at = ?, updated_at = ?
        WHERE id = ?)sql");
    statement.bind(s.title, s.description, s.instructor_name, s.scheduled_start_time,
                   s.scheduled_duration_seconds, s.actual_start_time, s.actual_end_time,
                   domain::status_name(s.status), s.price_in_tokens, s.webrtc_token,
                   domain::recording_state_name(s.recording_state), s.recording_available,
                   s.recording_expires_at, s.recording_video_id, s.keep_for_catalog,
                   s.migrated_to_workout_id, s.migration_scheduled_at, s.thumbnail_url,
                   s.calendar_sequence, s.calendar_changed_at, s.updated_at, s.id);
    return statement.run();
}

StreamsStore::Found StreamsStore::find(StreamId id) {
    return find_one(connection_, SELECT_STREAM "WHERE id = ?", id.to_string());
}

StreamsStore::Found StreamsStore::find_by_live_input(std::string_view live_input_id) {
    return find_one(connection_, SELECT_STREAM "WHERE live_input_id = ?", live_input_id);
}

StreamsStore::Found StreamsStore::find_by_playback(std::string_view playback_id) {
    return find_one(connection_, SELECT_STREAM "WHERE playback_id = ?", playback_id);
}

StreamsStore::Found StreamsStore::find_by_video(std::string_view video_id) {
    return find_one(connection_, SELECT_STREAM "WHERE recording_video_id = ?", video_id);
}

Result<bool> StreamsStore::any() {
    Statement statement = connection_.prepare("SELECT 1 FROM live_stream_sessions LIMIT 1");
    return statement.step();
}

const char* StreamsStore::query(StreamList which) {
    switch (which) {
        case StreamList::Live: return live_page;
        case StreamList::Upcoming: return upcoming_page;
        case StreamList::Replay: return replay_page;
        case StreamList::Past: break;
    }
    return past_page;
}

StreamsStore::Streams StreamsStore::list(StreamList which, const std::optional<Position>& after,
                                         std::int64_t limit, UtcTime now) {
    const bool soonest_first = which == StreamList::Upcoming;
    const Position from = after.value_or(soonest_first ? before_everything() : after_everything());
    Statement statement = connection_.prepare(query(which));
    statement.bind(from.at, from.id);
    if (which == StreamList::Replay) statement.bind(now);
    statement.bind(limit);
    return read_rows(statement, read_stream);
}

Position StreamsStore::position(StreamList which, const domain::Stream& stream) {
    const auto at = [&](const std::optional<UtcTime>& time) {
        return Position{to_iso8601(time.value_or(UtcTime{})), stream.id.to_string()};
    };
    switch (which) {
        case StreamList::Live: return at(stream.actual_start_time);
        case StreamList::Replay: return at(stream.recording_expires_at);
        case StreamList::Upcoming:
        case StreamList::Past: break;
    }
    return at(stream.scheduled_start_time);
}

Result<void> StreamsStore::count_enrollment(StreamId id, std::int64_t places, std::int64_t tokens) {
    Statement statement = connection_.prepare(R"sql(
        UPDATE live_stream_sessions
        SET total_enrollments = total_enrollments + ?, total_revenue = total_revenue + ?
        WHERE id = ?)sql");
    statement.bind(places, tokens, id);
    return statement.run();
}

Result<Totals> StreamsStore::totals(StreamId id) {
    Statement statement = connection_.prepare(
        "SELECT total_revenue, delivered_seconds FROM live_stream_sessions WHERE id = ?");
    statement.bind(id);
    Totals totals;
    if (LSL_TRY(statement.step())) statement.columns(totals.revenue, totals.delivered_seconds);
    return totals;
}

Result<void> StreamsStore::add_delivered(StreamId id, std::int64_t seconds) {
    Statement statement = connection_.prepare(
        "UPDATE live_stream_sessions SET delivered_seconds = delivered_seconds + ? WHERE id = ?");
    statement.bind(seconds, id);
    return statement.run();
}

Result<bool> StreamsStore::raise_max_viewers(StreamId id, std::int64_t viewers) {
    Statement statement = connection_.prepare(
        "UPDATE live_stream_sessions SET max_viewers = ?1 WHERE id = ?2 AND max_viewers < ?1");
    statement.bind(viewers, id);
    LSL_TRY(statement.run());
    return connection_.changes() > 0;
}

StreamsStore::Streams StreamsStore::with_open_ingest(std::string_view media_backend) {
    Statement statement = connection_.prepare(SELECT_STREAM R"sql(
        INDEXED BY streams_with_open_ingest WHERE media_backend = ? AND media_backend <> 'local'
            AND ingest_closed = 0 AND status IN ('ended', 'cancelled'))sql");
    statement.bind(media_backend);
    return read_rows(statement, read_stream);
}

Result<void> StreamsStore::note_ingest_closed(StreamId id) {
    Statement statement =
        connection_.prepare("UPDATE live_stream_sessions SET ingest_closed = 1 WHERE id = ?");
    statement.bind(id);
    return statement.run();
}

Result<bool> StreamsStore::replace_thumbnail(StreamId id, std::string_view source_url,
                                             std::string_view our_url) {
    Statement statement = connection_.prepare(R"sql(
        UPDATE live_stream_sessions SET thumbnail_url = ?1, thumbnail_source_url = ?2
        WHERE id = ?3 AND thumbnail_url = ?2)sql");
    statement.bind(our_url, source_url, id);
    LSL_TRY(statement.run());
    return connection_.changes() > 0;
}

StreamsStore::Ids StreamsStore::scheduled_before(UtcTime time) {
    Statement statement = connection_.prepare(R"sql(
        SELECT id FROM live_stream_sessions INDEXED BY streams_by_status
        WHERE status = 'scheduled' AND scheduled_start_time < ?
        ORDER BY scheduled_start_time)sql");
    statement.bind(time);
    return read_rows(statement, read_id);
}

StreamsStore::Ids StreamsStore::with_expired_recording(UtcTime now) {
    Statement statement = connection_.prepare(R"sql(
        SELECT id FROM live_stream_sessions INDEXED BY streams_with_media
        WHERE status = 'ended' AND recording_video_id IS NOT NULL AND recording_expires_at <= ?
            AND (recording_available = 1
                 OR (keep_for_catalog = 0 AND migrated_to_workout_id IS NULL))
        ORDER BY recording_expires_at)sql");
    statement.bind(now);
    return read_rows(statement, read_id);
}

StreamsStore::Ids StreamsStore::due_for_catalog(UtcTime now) {
    Statement statement = connection_.prepare(R"sql(
        SELECT id FROM live_stream_sessions INDEXED BY streams_to_migrate
        WHERE status = 'ended' AND migrated_to_workout_id IS NULL
            AND migration_scheduled_at <= ? AND keep_for_catalog = 1
        ORDER BY migration_scheduled_at)sql");
    statement.bind(now);
    return read_rows(statement, read_id);
}

StreamsStore::Streams StreamsStore::with_open_recording() {
    Statement statement =
        connection_.prepare(SELECT_STREAM "WHERE recording_state IN ('recording', 'preparing')");
    return read_rows(statement, read_stream);
}

}  // namespace lsl::store
