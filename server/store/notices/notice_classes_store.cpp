#include "server/store/notices/notice_classes_store.h"

#include "server/store/read_rows.h"

namespace lsl::store {

Result<std::optional<ToldClass>> NoticeClassesStore::find(StreamId stream) {
    Statement statement = connection_.prepare(R"sql(
        SELECT stream_id, status, start_at, seconds, has_replay FROM notice_classes
        WHERE stream_id = ?)sql");
    statement.bind(stream);
    return read_row(statement, [](Statement& row) {
        ToldClass told;
        row.columns(told.stream, told.status, told.start_at, told.seconds, told.has_replay);
        return told;
    });
}

Result<void> NoticeClassesStore::put(const ToldClass& told) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO notice_classes (stream_id, status, start_at, seconds, has_replay)
        VALUES (?, ?, ?, ?, ?) ON CONFLICT (stream_id) DO UPDATE SET status = excluded.status,
            start_at = excluded.start_at, seconds = excluded.seconds,
            has_replay = excluded.has_replay)sql");
    statement.bind(told.stream, told.status, told.start_at, told.seconds, told.has_replay);
    return statement.run();
}

}  // namespace lsl::store
