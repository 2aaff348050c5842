#include "server/store/notices/bells_store.h"

#include "server/store/classes/search_key.h"
#include "server/store/read_rows.h"

namespace lsl::store {

namespace {

std::string bells_where(const std::string& condition) {
    return "SELECT user_id, stream_id, is_on, pressed_at FROM class_bells WHERE " + condition;
}

ClassBell bell_of(Statement& row) {
    ClassBell bell;
    row.columns(bell.user, bell.stream, bell.is_on, bell.pressed_at);
    return bell;
}

std::string teachers_where(const std::string& condition) {
    return "SELECT id, user_id, name, since FROM followed_teachers WHERE " + condition;
}

FollowedTeacher teacher_of(Statement& row) {
    FollowedTeacher teacher;
    row.columns(teacher.id, teacher.user, teacher.name, teacher.since);
    return teacher;
}

}  // namespace

std::string teacher_key(std::string_view name) { return search_key(name); }

Result<std::optional<ClassBell>> BellsStore::find(UserId user, StreamId stream) {
    static const std::string sql = bells_where("user_id = ? AND stream_id = ?");
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(user, stream);
    return read_row(statement, bell_of);
}

Result<void> BellsStore::put(const ClassBell& bell) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO class_bells (user_id, stream_id, is_on, pressed_at) VALUES (?, ?, ?, ?)
        ON CONFLICT (user_id, stream_id) DO UPDATE SET is_on = excluded.is_on,
            pressed_at = excluded.pressed_at)sql");
    statement.bind(bell.user, bell.stream, bell.is_on, bell.pressed_at);
    return statement.run();
}

Result<std::vector<ClassBell>> BellsStore::of_class(StreamId stream) {
    static const std::string sql = bells_where("stream_id = ? ORDER BY user_id");
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(stream);
    return read_rows(statement, bell_of);
}

Result<std::vector<ClassBell>> BellsStore::of_person(UserId user) {
    static const std::string sql = bells_where("user_id = ? ORDER BY pressed_at DESC, stream_id");
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(user);
    return read_rows(statement, bell_of);
}

Result<void> BellsStore::keep_newest(UserId user, std::int64_t most) {
    Statement statement = connection_.prepare(R"sql(
        DELETE FROM class_bells WHERE user_id = ? AND stream_id NOT IN (
            SELECT stream_id FROM class_bells WHERE user_id = ?
            ORDER BY pressed_at DESC, stream_id LIMIT ?))sql");
    statement.bind(user, user, most);
    return statement.run();
}

Result<std::optional<FollowedTeacher>> BellsStore::followed(UserId user, std::string_view key) {
    static const std::string sql = teachers_where("user_id = ? AND name_key = ?");
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(user, key);
    return read_row(statement, teacher_of);
}

Result<void> BellsStore::follow(const FollowedTeacher& teacher) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO followed_teachers (id, user_id, name_key, name, since) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING)sql");
    statement.bind(teacher.id, teacher.user, teacher_key(teacher.name), teacher.name,
                   teacher.since);
    return statement.run();
}

Result<void> BellsStore::unfollow(UserId user, std::string_view key) {
    Statement statement =
        connection_.prepare("DELETE FROM followed_teachers WHERE user_id = ? AND name_key = ?");
    statement.bind(user, key);
    return statement.run();
}

Result<bool> BellsStore::unfollow(UserId user, FollowedId id) {
    Statement statement =
        connection_.prepare("DELETE FROM followed_teachers WHERE user_id = ? AND id = ?");
    statement.bind(user, id);
    LSL_TRY(statement.run());
    return connection_.changes() > 0;
}

Result<std::vector<FollowedTeacher>> BellsStore::followers(std::string_view key) {
    static const std::string sql = teachers_where("name_key = ? ORDER BY user_id");
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(key);
    return read_rows(statement, teacher_of);
}

Result<std::vector<FollowedTeacher>> BellsStore::followed_by(UserId user) {
    static const std::string sql = teachers_where("user_id = ? ORDER BY since DESC, id DESC");
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(user);
    return read_rows(statement, teacher_of);
}

}  // namespace lsl::store
