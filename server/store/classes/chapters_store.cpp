#include "server/store/classes/chapters_store.h"

#include "server/store/read_rows.h"
#include "server/store/table.h"

namespace lsl::store {

namespace {

struct ChaptersTable {
    static constexpr const char* name = "class_chapters";
    using Row = Chapter;
    template <class R, class Column>
    static void columns(R& row, Column column) {
        column("id", row.id, Written::Key);
        column("stream_id", row.stream_id, Written::Once);
        column("kind", row.kind, Written::Once);
        column("title", row.title);
        column("began_at", row.began_at);
        column("client_id", row.client_id, Written::Once);
    }
};

}  // namespace

Result<std::vector<Chapter>> ChaptersStore::list(StreamId stream) {
    static const std::string sql =
        select_from<ChaptersTable>() + "WHERE stream_id = ? ORDER BY began_at, id";
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(stream);
    return read_rows(statement, read_row_of<ChaptersTable>);
}

Result<std::int64_t> ChaptersStore::count(StreamId stream) {
    Statement statement =
        connection_.prepare("SELECT count(*) FROM class_chapters WHERE stream_id = ?");
    statement.bind(stream);
    std::int64_t count = 0;
    if (LSL_TRY(statement.step())) statement.next(count);
    return count;
}

Result<std::optional<Chapter>> ChaptersStore::find(StreamId stream, ChapterId id) {
    static const std::string sql = select_from<ChaptersTable>() + "WHERE id = ? AND stream_id = ?";
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(id, stream);
    return read_row(statement, read_row_of<ChaptersTable>);
}

Result<std::optional<Chapter>> ChaptersStore::find_sent(StreamId stream,
                                                        std::string_view client_id) {
    static const std::string sql =
        select_from<ChaptersTable>() + "WHERE stream_id = ? AND client_id = ?";
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(stream, client_id);
    return read_row(statement, read_row_of<ChaptersTable>);
}

Result<void> ChaptersStore::insert(const Chapter& chapter) {
    LSL_TRY(insert_row<ChaptersTable>(connection_, chapter));
    return note_change(chapter.stream_id);
}

Result<void> ChaptersStore::update(const Chapter& chapter) {
    LSL_TRY(update_row<ChaptersTable>(connection_, chapter));
    return note_change(chapter.stream_id);
}

Result<void> ChaptersStore::remove(const Chapter& chapter) {
    Statement statement = connection_.prepare("DELETE FROM class_chapters WHERE id = ?");
    statement.bind(chapter.id);
    LSL_TRY(statement.run());
    return note_change(chapter.stream_id);
}

Result<std::int64_t> ChaptersStore::revision(StreamId stream) {
    Statement statement =
        connection_.prepare("SELECT revision FROM class_chapter_lists WHERE stream_id = ?");
    statement.bind(stream);
    std::int64_t revision = 0;
    if (LSL_TRY(statement.step())) statement.next(revision);
    return revision;
}

Result<void> ChaptersStore::note_change(StreamId stream) {
    Statement statement = connection_.prepare(
        "INSERT INTO class_chapter_lists (stream_id, revision) VALUES (?, 1) "
        "ON CONFLICT (stream_id) DO UPDATE SET revision = class_chapter_lists.revision + 1");
    statement.bind(stream);
    return statement.run();
}

}  // namespace lsl::store
