#include "server/store/rooms/chat_messages_store.h"

#include <algorithm>

#include "server/store/read_rows.h"
#include "server/store/table.h"

namespace lsl::store {

namespace {

struct ChatMessagesTable {
    static constexpr const char* name = "stream_chat_messages";
    using Row = ChatMessage;
    template <class R, class Column>
    static void columns(R& row, Column column) {
        column("id", row.id, Written::Key);
        column("stream_id", row.stream_id, Written::Once);
        column("user_id", row.user_id, Written::Once);
        column("message", row.text);
        column("sent_at", row.sent_at, Written::Once);
        column("is_deleted", row.is_deleted);
        column("seq", row.seq);
        column("change", row.change);
        column("client_id", row.client_id, Written::Once);
        column("kind", row.kind, Written::Once);
        column("state", row.state);
        column("removed_by", row.removed_by);
        column("removed_at", row.removed_at);
        column("removed_reason", row.removed_reason);
        column("reply_to", row.reply_to, Written::Once);
        column("pinned_at", row.pinned_at);
        column("answered_at", row.answered_at);
        column("votes", row.votes);
    }
};

std::string messages_where(const char* condition) {
    return select_from<ChatMessagesTable>() + "WHERE " + condition;
}

template <class... Values>
Result<std::vector<ChatMessage>> messages(Connection& connection, const std::string& sql,
                                          const Values&... values) {
    Statement statement = connection.prepare(sql.c_str());
    statement.bind(values...);
    return read_rows(statement, read_row_of<ChatMessagesTable>);
}

template <class... Values>
Result<std::vector<ChatMessage>> turned_round(Connection& connection, const std::string& sql,
                                              const Values&... values) {
    auto rows = LSL_TRY(messages(connection, sql, values...));
    std::reverse(rows.begin(), rows.end());
    return rows;
}

}  // namespace

Result<void> ChatMessagesStore::insert(const ChatMessage& row) {
    return insert_row<ChatMessagesTable>(connection_, row);
}

Result<void> ChatMessagesStore::update(const ChatMessage& row) {
    return update_row<ChatMessagesTable>(connection_, row);
}

Result<std::optional<ChatMessage>> ChatMessagesStore::find(StreamId stream, MessageId id) {
    static const std::string sql = messages_where("id = ? AND stream_id = ?");
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(id, stream);
    return read_row(statement, read_row_of<ChatMessagesTable>);
}

Result<std::optional<ChatMessage>> ChatMessagesStore::find_by_client(StreamId stream, UserId user,
                                                                     const std::string& client_id) {
    static const std::string sql =
        messages_where("stream_id = ? AND user_id = ? AND client_id = ?");
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(stream, user, client_id);
    return read_row(statement, read_row_of<ChatMessagesTable>);
}

Result<std::vector<ChatMessage>> ChatMessagesStore::newest(StreamId stream, std::int64_t limit) {
    static const std::string sql =
        messages_where("stream_id = ? AND seq IS NOT NULL ORDER BY seq DESC LIMIT ?");
    return turned_round(connection_, sql, stream, limit);
}

Result<std::vector<ChatMessage>> ChatMessagesStore::before(StreamId stream, std::int64_t seq,
                                                           std::int64_t limit) {
    static const std::string sql =
        messages_where("stream_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?");
    return turned_round(connection_, sql, stream, seq, limit);
}

Result<std::vector<ChatMessage>> ChatMessagesStore::after(StreamId stream, std::int64_t seq,
                                                          std::int64_t limit) {
    static const std::string sql = messages_where("stream_id = ? AND seq > ? ORDER BY seq LIMIT ?");
    return messages(connection_, sql, stream, seq, limit);
}

Result<std::vector<ChatMessage>> ChatMessagesStore::unseen(StreamId stream, std::int64_t limit) {
    static const std::string sql =
        messages_where("stream_id = ? AND seq IS NULL ORDER BY sent_at DESC, id DESC LIMIT ?");
    return turned_round(connection_, sql, stream, limit);
}

Result<std::vector<ChatMessage>> ChatMessagesStore::unseen_of(StreamId stream, UserId user,
                                                              std::int64_t limit) {
    static const std::string sql = messages_where(
        "user_id = ? AND stream_id = ? AND seq IS NULL ORDER BY sent_at DESC, id DESC LIMIT ?");
    return turned_round(connection_, sql, user, stream, limit);
}

Result<std::vector<ChatMessage>> ChatMessagesStore::changed_since(StreamId stream,
                                                                  std::int64_t change) {
    static const std::string sql = messages_where(
        "stream_id = ? AND change >= ? "
        "ORDER BY CASE WHEN seq IS NULL THEN 1 ELSE 0 END, seq, change");
    return messages(connection_, sql, stream, change);
}

Result<std::vector<ChatMessage>> ChatMessagesStore::pinned(StreamId stream) {
    static const std::string sql =
        messages_where("stream_id = ? AND pinned_at IS NOT NULL ORDER BY pinned_at, change");
    return messages(connection_, sql, stream);
}

Result<std::vector<ChatMessage>> ChatMessagesStore::visible_between(StreamId stream, UtcTime from,
                                                                    UtcTime to,
                                                                    std::int64_t limit) {
    static const std::string sql = messages_where(
        "stream_id = ? AND sent_at >= ? AND sent_at < ? AND state = 'visible' "
        "ORDER BY sent_at, seq LIMIT ?");
    return messages(connection_, sql, stream, from, to, limit);
}

Result<std::vector<ChatMessage>> ChatMessagesStore::answers_to(StreamId stream, UtcTime from,
                                                               UtcTime to, UtcTime since,
                                                               std::int64_t limit) {
    static const std::string sql = messages_where(
        "stream_id = ? AND sent_at >= ? AND state = 'visible' AND reply_to IN "
        "(SELECT asked.id FROM stream_chat_messages AS asked WHERE asked.stream_id = ? "
        "AND asked.sent_at >= ? AND asked.sent_at < ? AND asked.kind = 'question' "
        "AND asked.state = 'visible') ORDER BY seq LIMIT ?");
    return messages(connection_, sql, stream, since, stream, from, to, limit);
}

Result<std::vector<ChatMessage>> ChatMessagesStore::open_questions(StreamId stream,
                                                                   std::int64_t limit) {
    static const std::string sql = messages_where(
        "stream_id = ? AND kind = 'question' AND state = 'visible' AND answered_at IS NULL "
        "ORDER BY votes DESC, seq LIMIT ?");
    return messages(connection_, sql, stream, limit);
}

Result<std::vector<ChatMessage>> ChatMessagesStore::of_person_since(StreamId stream, UserId user,
                                                                    UtcTime since) {
    static const std::string sql =
        messages_where("user_id = ? AND stream_id = ? AND sent_at >= ? AND state <> 'removed'");
    return messages(connection_, sql, user, stream, since);
}

Result<bool> ChatMessagesStore::was_seen(StreamId stream, UserId user) {
    Statement statement = connection_.prepare(R"sql(
        SELECT 1 FROM stream_chat_messages
        WHERE user_id = ? AND stream_id = ? AND seq IS NOT NULL
            AND (removed_by IS NULL OR removed_by <> 'team')
        LIMIT 1)sql");
    statement.bind(user, stream);
    return statement.step();
}

Result<void> ChatMessagesStore::erase_removed_before(UtcTime time) {
    Statement statement = connection_.prepare(
        "UPDATE stream_chat_messages SET message = '' "
        "WHERE state = 'removed' AND message <> '' AND removed_at < ?");
    statement.bind(time);
    return statement.run();
}

Result<std::vector<ChatMessage>> ChatMessagesStore::all_of(UserId user) {
    static const std::string sql = messages_where("user_id = ?");
    return messages(connection_, sql, user);
}

}  // namespace lsl::store
