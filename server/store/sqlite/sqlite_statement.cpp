#include "server/store/sqlite/sqlite_statement.h"

#include <sqlite3.h>

#include <string>

#include "server/store/sqlite/sqlite_connection.h"

namespace lsl::store::sqlite {

namespace {

// Texts around every time that a row can have, since times are compared as texts here.
constexpr std::string_view before_every_text = "0000-01-01T00:00:00.000Z";
constexpr std::string_view after_every_text = "9999-12-31T23:59:59.999Z";

}  // namespace

SqliteStatement::~SqliteStatement() { sqlite3_finalize(statement_); }

void SqliteStatement::note(int code) {
    if (problem_ == SQLITE_OK) problem_ = code;
}

void SqliteStatement::bind_null(int parameter) { note(sqlite3_bind_null(statement_, parameter)); }

void SqliteStatement::bind_integer(int parameter, std::int64_t value) {
    note(sqlite3_bind_int64(statement_, parameter, value));
}

void SqliteStatement::bind_boolean(int parameter, bool value) {
    note(sqlite3_bind_int(statement_, parameter, value ? 1 : 0));
}

void SqliteStatement::bind_text(int parameter, std::string_view value) {
    // A view without data would bind NULL.
    const char* data = value.data() == nullptr ? "" : value.data();
    note(sqlite3_bind_text(statement_, parameter, data, static_cast<int>(value.size()),
                           SQLITE_TRANSIENT));
}

void SqliteStatement::bind_time(int parameter, UtcTime value) {
    if (value == before_every_time) return bind_text(parameter, before_every_text);
    if (value == after_every_time) return bind_text(parameter, after_every_text);
    bind_text(parameter, to_iso8601(value));
}

void SqliteStatement::bind_uuid(int parameter, const Uuid& value) {
    bind_text(parameter, value.to_string());
}

Result<bool> SqliteStatement::step() {
    if (problem_ != SQLITE_OK) return failure(connection_, problem_);
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return failure(connection_, code);
}

void SqliteStatement::reset() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
    problem_ = SQLITE_OK;
}

bool SqliteStatement::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t SqliteStatement::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

bool SqliteStatement::boolean(int column) const {
    return sqlite3_column_int64(statement_, column) != 0;
}

std::string_view SqliteStatement::text(int column) const {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    if (data == nullptr) return {};
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

UtcTime SqliteStatement::time(int column) const {
    return parse_iso8601(text(column)).value_or(UtcTime{});
}

Uuid SqliteStatement::uuid(int column) const { return Uuid::parse(text(column)).value_or(Uuid{}); }

}  // namespace lsl::store::sqlite
