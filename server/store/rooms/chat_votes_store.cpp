#include "server/store/rooms/chat_votes_store.h"

#include "server/store/read_rows.h"

namespace lsl::store {

Result<bool> ChatVotesStore::add(MessageId message, UserId user) {
    Statement statement = connection_.prepare(
        "INSERT INTO chat_votes (message_id, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING");
    statement.bind(message, user);
    LSL_TRY(statement.run());
    return connection_.changes() > 0;
}

Result<bool> ChatVotesStore::remove(MessageId message, UserId user) {
    Statement statement =
        connection_.prepare("DELETE FROM chat_votes WHERE message_id = ? AND user_id = ?");
    statement.bind(message, user);
    LSL_TRY(statement.run());
    return connection_.changes() > 0;
}

Result<std::vector<MessageId>> ChatVotesStore::of_person(StreamId stream, UserId user) {
    Statement statement = connection_.prepare(R"sql(
        SELECT stream_chat_messages.id FROM chat_votes
        JOIN stream_chat_messages ON stream_chat_messages.id = chat_votes.message_id
        WHERE chat_votes.user_id = ? AND stream_chat_messages.stream_id = ?
            AND stream_chat_messages.state = 'visible'
        ORDER BY stream_chat_messages.seq)sql");
    statement.bind(user, stream);
    return read_rows(statement, [](Statement& row) {
        MessageId id;
        row.columns(id);
        return id;
    });
}

}  // namespace lsl::store
