#include "server/store/classes/recordings_store.h"

#include <string>

#include "server/store/classes/class_tables.h"
#include "server/store/portable_sql.h"
#include "server/store/read_rows.h"

namespace lsl::store {

Result<void> RecordingsStore::insert(StreamId stream, std::string_view input,
                                     const domain::Recording& row) {
    return insert_row<RecordingsTable>(connection_, {stream, std::string(input), row});
}

Result<void> RecordingsStore::update(StreamId stream, std::string_view input,
                                     const domain::Recording& row) {
    return update_row<RecordingsTable>(connection_, {stream, std::string(input), row});
}

Result<std::vector<StreamId>> RecordingsStore::expired(UtcTime now) {
    Statement statement = connection_.prepare(R"sql(
        SELECT recording.stream_id
        FROM recordings AS recording)sql" LSL_INDEXED_BY("recordings_with_media") R"sql(
            JOIN classes AS class ON class.id = recording.stream_id
        WHERE recording.input = 'main' AND recording.video_id IS NOT NULL
            AND recording.expires_at <= ? AND class.status = 'ended'
            AND (recording.available = TRUE
                 OR (class.keep_for_catalog = FALSE AND class.migrated_to_workout_id IS NULL))
        ORDER BY recording.expires_at, recording.stream_id)sql");
    statement.bind(now);
    return read_rows(statement, [](Statement& row) {
        StreamId id;
        row.next(id);
        return id;
    });
}

Result<std::int64_t> RecordingsStore::count_expiring() {
    Statement statement = connection_.prepare(R"sql(
        SELECT count(*)
        FROM recordings AS recording)sql" LSL_INDEXED_BY("recordings_with_media") R"sql(
            JOIN classes AS class ON class.id = recording.stream_id
        WHERE recording.input = 'main' AND recording.video_id IS NOT NULL
            AND class.status = 'ended'
            AND (recording.available = TRUE
                 OR (class.keep_for_catalog = FALSE AND class.migrated_to_workout_id IS NULL)))sql");
    std::int64_t classes = 0;
    if (LSL_TRY(statement.step())) statement.next(classes);
    return classes;
}

}  // namespace lsl::store
