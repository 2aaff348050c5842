#include "server/store/jobs/outbox_store.h"

#include <array>
#include <string>
#include <utility>

#include "server/store/read_rows.h"

namespace lsl::store {
namespace {

constexpr std::array<std::pair<NewsKind, std::string_view>, 5> kind_names{{
    {NewsKind::Stream, "stream"},
    {NewsKind::Enrollment, "enrollment"},
    {NewsKind::Chat, "chat"},
    {NewsKind::Room, "room"},
    {NewsKind::Notices, "notices"},
}};

std::string_view name_of(NewsKind kind) {
    for (const auto& [known, name] : kind_names) {
        if (known == kind) return name;
    }
    return {};
}

NewsKind kind_of(std::string_view text) {
    for (const auto& [known, name] : kind_names) {
        if (name == text) return known;
    }
    return NewsKind::Unknown;
}

}  // namespace

Result<void> OutboxStore::stream_changed(StreamId stream, UtcTime now) {
    return insert(NewsKind::Stream, stream, std::nullopt, now);
}

Result<void> OutboxStore::enrollment_changed(StreamId stream, UserId user, UtcTime now) {
    return insert(NewsKind::Enrollment, stream, user, now);
}

Result<void> OutboxStore::enrollments_changed(StreamId stream, UtcTime now) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO outbox (at, kind, stream_id, user_id)
        SELECT ?, ?, stream_id, user_id FROM stream_enrollments WHERE stream_id = ?)sql");
    statement.bind(now, name_of(NewsKind::Enrollment), stream);
    return statement.run();
}

Result<void> OutboxStore::chat_changed(StreamId stream, std::int64_t change, UtcTime now) {
    return insert(NewsKind::Chat, stream, std::nullopt, now, change);
}

Result<void> OutboxStore::room_changed(StreamId stream, UtcTime now) {
    return insert(NewsKind::Room, stream, std::nullopt, now);
}

Result<void> OutboxStore::notices_changed(UserId user, UtcTime now) {
    return insert(NewsKind::Notices, std::nullopt, user, now);
}

Result<void> OutboxStore::insert(NewsKind kind, std::optional<StreamId> stream,
                                 std::optional<UserId> user, UtcTime now,
                                 std::optional<std::int64_t> chat_change) {
    Statement statement = connection_.prepare(
        "INSERT INTO outbox (at, kind, stream_id, user_id, chat_change) VALUES (?, ?, ?, ?, ?)");
    statement.bind(now, name_of(kind), stream, user, chat_change);
    return statement.run();
}

Result<std::vector<NewsRow>> OutboxStore::after(std::int64_t id, std::int64_t limit) {
    Statement statement = connection_.prepare(
        "SELECT id, kind, stream_id, user_id, chat_change FROM outbox "
        "WHERE id > ? ORDER BY id LIMIT ?");
    statement.bind(id, limit);
    return read_rows(statement, [](Statement& row) {
        NewsRow news;
        std::string kind;
        row.columns(news.id, kind, news.stream, news.user, news.chat_change);
        news.kind = kind_of(kind);
        return news;
    });
}

Result<std::int64_t> OutboxStore::newest() {
    Statement statement = connection_.prepare("SELECT coalesce(max(id), 0) FROM outbox");
    std::int64_t id = 0;
    if (LSL_TRY(statement.step())) statement.next(id);
    return id;
}

Result<std::optional<std::int64_t>> OutboxStore::position(std::string_view reader) {
    Statement statement =
        connection_.prepare("SELECT outbox_id FROM outbox_readers WHERE name = ?");
    statement.bind(reader);
    return read_row(statement, [](Statement& row) {
        std::int64_t id = 0;
        row.next(id);
        return id;
    });
}

Result<void> OutboxStore::set_position(std::string_view reader, std::int64_t id) {
    Statement statement = connection_.prepare(
        "INSERT INTO outbox_readers (name, outbox_id) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET outbox_id = excluded.outbox_id");
    statement.bind(reader, id);
    return statement.run();
}

Result<void> OutboxStore::remove_older_than(UtcTime time) {
    Statement statement = connection_.prepare(R"sql(
        DELETE FROM outbox
        WHERE at < ? AND id < (SELECT max(id) FROM outbox)
            AND id <= (SELECT coalesce(min(outbox_id), 0) FROM outbox_readers))sql");
    statement.bind(time);
    return statement.run();
}

}  // namespace lsl::store
