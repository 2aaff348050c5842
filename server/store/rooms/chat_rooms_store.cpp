#include "server/store/rooms/chat_rooms_store.h"

#include <string>

#include "server/store/lines.h"
#include "server/store/read_rows.h"

namespace lsl::store {

Result<domain::ChatSettings> ChatRoomsStore::settings(StreamId stream) {
    Statement statement = connection_.prepare(R"sql(
        SELECT mode, slow_mode_seconds, hold_first, links, blocked_words, opens_minutes_before,
            closes_minutes_after, replay_names
        FROM chat_rooms WHERE stream_id = ?)sql");
    statement.bind(stream);
    domain::ChatSettings settings;
    if (!LSL_TRY(statement.step())) return settings;
    std::string words;
    statement.columns(settings.mode, settings.slow_mode_seconds, settings.hold_first,
                      settings.links, words, settings.opens_minutes_before,
                      settings.closes_minutes_after, settings.replay_names);
    settings.blocked_words = lines_of(words);
    return settings;
}

Result<void> ChatRoomsStore::set_settings(StreamId stream, const domain::ChatSettings& settings) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO chat_rooms
            (stream_id, mode, slow_mode_seconds, hold_first, links, blocked_words,
             opens_minutes_before, closes_minutes_after, replay_names)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (stream_id) DO UPDATE SET mode = excluded.mode,
            slow_mode_seconds = excluded.slow_mode_seconds, hold_first = excluded.hold_first,
            links = excluded.links, blocked_words = excluded.blocked_words,
            opens_minutes_before = excluded.opens_minutes_before,
            closes_minutes_after = excluded.closes_minutes_after,
            replay_names = excluded.replay_names)sql");
    statement.bind(stream, settings.mode, settings.slow_mode_seconds, settings.hold_first,
                   settings.links, in_lines(settings.blocked_words), settings.opens_minutes_before,
                   settings.closes_minutes_after, settings.replay_names);
    return statement.run();
}

Result<std::int64_t> ChatRoomsStore::next_seq(StreamId stream) {
    Statement statement = connection_.prepare(
        "INSERT INTO chat_rooms (stream_id, last_seq) VALUES (?, 1) "
        "ON CONFLICT (stream_id) DO UPDATE SET last_seq = chat_rooms.last_seq + 1 "
        "RETURNING last_seq");
    statement.bind(stream);
    std::int64_t seq = 0;
    if (LSL_TRY(statement.step())) statement.next(seq);
    return seq;
}

Result<std::int64_t> ChatRoomsStore::next_change(StreamId stream) {
    Statement statement = connection_.prepare(
        "INSERT INTO chat_rooms (stream_id, last_change) VALUES (?, 1) "
        "ON CONFLICT (stream_id) DO UPDATE SET last_change = chat_rooms.last_change + 1 "
        "RETURNING last_change");
    statement.bind(stream);
    std::int64_t change = 0;
    if (LSL_TRY(statement.step())) statement.next(change);
    return change;
}

}  // namespace lsl::store
