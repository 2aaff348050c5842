#include "server/store/rooms/chat_reports_store.h"

#include "server/store/read_rows.h"
#include "server/store/table.h"

namespace lsl::store {

namespace {

struct ChatReportsTable {
    static constexpr const char* name = "chat_reports";
    using Row = ChatReport;
    template <class R, class Column>
    static void columns(R& row, Column column) {
        column("id", row.id, Written::Key);
        column("stream_id", row.stream_id, Written::Once);
        column("message_id", row.message_id, Written::Once);
        column("user_id", row.user_id, Written::Once);
        column("reason", row.reason, Written::Once);
        column("created_at", row.created_at, Written::Once);
        column("decision", row.decision);
        column("decided_by", row.decided_by);
        column("decided_at", row.decided_at);
        column("decision_reason", row.decision_reason);
    }
};

}  // namespace

Result<bool> ChatReportsStore::insert(const ChatReport& row) {
    static const std::string sql =
        insert_text<ChatReportsTable>("ON CONFLICT (message_id, user_id) DO NOTHING");
    Statement statement = connection_.prepare(sql.c_str());
    bind_row<ChatReportsTable>(statement, row);
    LSL_TRY(statement.run());
    return connection_.changes() > 0;
}

Result<void> ChatReportsStore::update(const ChatReport& row) {
    return update_row<ChatReportsTable>(connection_, row);
}

Result<std::optional<ChatReport>> ChatReportsStore::find(StreamId stream, ReportId id) {
    static const std::string sql =
        select_from<ChatReportsTable>() + "WHERE id = ? AND stream_id = ?";
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(id, stream);
    return read_row(statement, read_row_of<ChatReportsTable>);
}

Result<std::int64_t> ChatReportsStore::count_open(StreamId stream) {
    Statement statement = connection_.prepare(
        "SELECT count(*) FROM chat_reports WHERE stream_id = ? AND decision IS NULL");
    statement.bind(stream);
    std::int64_t count = 0;
    if (LSL_TRY(statement.step())) statement.next(count);
    return count;
}

Result<std::vector<ChatReport>> ChatReportsStore::list(StreamId stream, std::int64_t limit) {
    static const std::string sql = select_from<ChatReportsTable>() + R"sql(
        WHERE stream_id = ?
        ORDER BY CASE WHEN decision IS NULL THEN 0 ELSE 1 END, created_at DESC, id DESC
        LIMIT ?)sql";
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(stream, limit);
    return read_rows(statement, read_row_of<ChatReportsTable>);
}

Result<std::vector<ChatReport>> ChatReportsStore::decided_of(StreamId stream, UserId user) {
    static const std::string sql = select_from<ChatReportsTable>() + R"sql(
        WHERE stream_id = ? AND user_id = ? AND decision IS NOT NULL ORDER BY decided_at, id)sql";
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(stream, user);
    return read_rows(statement, read_row_of<ChatReportsTable>);
}

}  // namespace lsl::store
