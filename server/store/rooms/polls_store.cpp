#include "server/store/rooms/polls_store.h"

#include "server/store/lines.h"
#include "server/store/read_rows.h"

namespace lsl::store {

namespace {

Poll read_poll(Statement& row) {
    Poll poll;
    std::string options;
    row.columns(poll.id, poll.stream_id, poll.question, options, poll.created_by, poll.created_at,
                poll.closed_at);
    poll.options = lines_of(options);
    return poll;
}

}  // namespace

Result<void> PollsStore::insert(const Poll& poll) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO chat_polls
            (id, stream_id, question, options, created_by, created_at, closed_at)
        VALUES (?, ?, ?, ?, ?, ?, ?))sql");
    statement.bind(poll.id, poll.stream_id, poll.question, in_lines(poll.options), poll.created_by,
                   poll.created_at, poll.closed_at);
    return statement.run();
}

Result<std::optional<Poll>> PollsStore::find(StreamId stream, PollId id) {
    Statement statement = connection_.prepare(R"sql(
        SELECT id, stream_id, question, options, created_by, created_at, closed_at
        FROM chat_polls WHERE id = ? AND stream_id = ?)sql");
    statement.bind(id, stream);
    return read_row(statement, read_poll);
}

Result<std::optional<Poll>> PollsStore::latest(StreamId stream) {
    Statement statement = connection_.prepare(R"sql(
        SELECT id, stream_id, question, options, created_by, created_at, closed_at
        FROM chat_polls WHERE stream_id = ? ORDER BY created_at DESC, id DESC LIMIT 1)sql");
    statement.bind(stream);
    return read_row(statement, read_poll);
}

Result<void> PollsStore::close(PollId id, UtcTime now) {
    Statement statement = connection_.prepare(
        "UPDATE chat_polls SET closed_at = ? WHERE id = ? AND closed_at IS NULL");
    statement.bind(now, id);
    return statement.run();
}

Result<void> PollsStore::vote(PollId id, UserId user, std::int64_t option) {
    Statement statement = connection_.prepare(
        "INSERT INTO chat_poll_votes (poll_id, user_id, option_index) VALUES (?, ?, ?) "
        "ON CONFLICT (poll_id, user_id) DO UPDATE SET option_index = excluded.option_index");
    statement.bind(id, user, option);
    return statement.run();
}

Result<void> PollsStore::take_back(PollId id, UserId user) {
    Statement statement =
        connection_.prepare("DELETE FROM chat_poll_votes WHERE poll_id = ? AND user_id = ?");
    statement.bind(id, user);
    return statement.run();
}

Result<std::optional<std::int64_t>> PollsStore::vote_of(PollId id, UserId user) {
    Statement statement = connection_.prepare(
        "SELECT option_index FROM chat_poll_votes WHERE poll_id = ? AND user_id = ?");
    statement.bind(id, user);
    return read_row(statement, [](Statement& row) {
        std::int64_t option = 0;
        row.columns(option);
        return option;
    });
}

Result<std::vector<std::int64_t>> PollsStore::votes(const Poll& poll) {
    Statement statement = connection_.prepare(
        "SELECT option_index, count(*) FROM chat_poll_votes WHERE poll_id = ? "
        "GROUP BY option_index");
    statement.bind(poll.id);
    std::vector<std::int64_t> votes(poll.options.size());
    while (LSL_TRY(statement.step())) {
        std::int64_t option = 0;
        std::int64_t count = 0;
        statement.columns(option, count);
        const auto at = static_cast<std::size_t>(option);
        if (at < votes.size()) votes[at] = count;
    }
    return votes;
}

}  // namespace lsl::store
