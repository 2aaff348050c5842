#include "server/store/rooms/reactions_store.h"

#include <chrono>

#include "server/store/read_rows.h"

namespace lsl::store {

namespace {

using TenSeconds = std::chrono::duration<std::int64_t, std::ratio<10>>;
constexpr std::int64_t hardest_effort = 4;

}  // namespace

Result<void> ReactionsStore::add(StreamId stream, UtcTime now, std::string_view name,
                                 std::int64_t count) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO reaction_sums (stream_id, at, name, count) VALUES (?, ?, ?, ?)
        ON CONFLICT (stream_id, at, name)
        DO UPDATE SET count = reaction_sums.count + excluded.count)sql");
    statement.bind(stream, UtcTime(std::chrono::floor<TenSeconds>(now)), name, count);
    return statement.run();
}

Result<void> ReactionsStore::keep_most(StreamId stream, UtcTime now, std::string_view name,
                                       std::int64_t count) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO reaction_sums (stream_id, at, name, count) VALUES (?, ?, ?, ?)
        ON CONFLICT (stream_id, at, name) DO UPDATE SET count = CASE
            WHEN excluded.count > reaction_sums.count THEN excluded.count
            ELSE reaction_sums.count END)sql");
    statement.bind(stream, UtcTime(std::chrono::floor<TenSeconds>(now)), name, count);
    return statement.run();
}

Result<std::vector<ReactionSum>> ReactionsStore::sums(StreamId stream) {
    Statement statement = connection_.prepare(
        "SELECT at, name, count FROM reaction_sums WHERE stream_id = ? ORDER BY at, name");
    statement.bind(stream);
    return read_rows(statement, [](Statement& row) {
        ReactionSum sum;
        row.columns(sum.at, sum.name, sum.count);
        return sum;
    });
}

Result<void> ReactionsStore::set_effort(StreamId stream, UserId user, std::int64_t effort,
                                        UtcTime now) {
    Statement statement = connection_.prepare(
        "INSERT INTO class_efforts (stream_id, user_id, effort, at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (stream_id, user_id) DO UPDATE SET effort = excluded.effort, "
        "at = excluded.at");
    statement.bind(stream, user, effort, now);
    return statement.run();
}

Result<std::optional<std::int64_t>> ReactionsStore::effort_of(StreamId stream, UserId user) {
    Statement statement =
        connection_.prepare("SELECT effort FROM class_efforts WHERE stream_id = ? AND user_id = ?");
    statement.bind(stream, user);
    return read_row(statement, [](Statement& row) {
        std::int64_t effort = 0;
        row.columns(effort);
        return effort;
    });
}

Result<std::vector<std::int64_t>> ReactionsStore::efforts(StreamId stream) {
    Statement statement = connection_.prepare(
        "SELECT effort, count(*) FROM class_efforts WHERE stream_id = ? GROUP BY effort");
    statement.bind(stream);
    std::vector<std::int64_t> counts(hardest_effort);
    while (LSL_TRY(statement.step())) {
        std::int64_t effort = 0;
        std::int64_t count = 0;
        statement.columns(effort, count);
        if (effort >= 1 && effort <= hardest_effort) {
            counts[static_cast<std::size_t>(effort - 1)] = count;
        }
    }
    return counts;
}

}  // namespace lsl::store
