#include "server/store/statement.h"

#include <sqlite3.h>

#include <utility>

#include "server/store/connection.h"

namespace lsl::store {

Statement::Statement(Connection& connection, sqlite3_stmt* statement, int prepared)
    : connection_(&connection), statement_(statement), problem_(prepared) {}

Statement::~Statement() {
    if (statement_ == nullptr) return;
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
}

Statement::Statement(Statement&& other) noexcept
    : connection_(other.connection_),
      statement_(std::exchange(other.statement_, nullptr)),
      problem_(other.problem_),
      parameter_(other.parameter_),
      column_(other.column_) {}

Result<bool> Statement::step() {
    if (problem_ != SQLITE_OK) return connection_->failure(problem_);
    column_ = 0;
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return connection_->failure(code);
}

Result<void> Statement::run() {
    LSL_TRY(step());
    return {};
}

void Statement::note(int code) {
    if (problem_ == SQLITE_OK) problem_ = code;
}

void Statement::bind_next(std::int64_t value) {
    if (statement_ != nullptr) note(sqlite3_bind_int64(statement_, ++parameter_, value));
}

void Statement::bind_next(std::string_view value) {
    if (statement_ == nullptr) return;
    // A view without data would bind NULL.
    const char* data = value.data() == nullptr ? "" : value.data();
    note(sqlite3_bind_text(statement_, ++parameter_, data, static_cast<int>(value.size()),
                           SQLITE_TRANSIENT));
}

void Statement::bind_next(std::nullopt_t) {
    if (statement_ != nullptr) note(sqlite3_bind_null(statement_, ++parameter_));
}

bool Statement::is_null() const { return sqlite3_column_type(statement_, column_) == SQLITE_NULL; }

void Statement::next(std::int64_t& value) { value = sqlite3_column_int64(statement_, column_++); }

void Statement::next(bool& value) { value = sqlite3_column_int64(statement_, column_++) != 0; }

void Statement::next(std::string& value) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column_));
    const int size = sqlite3_column_bytes(statement_, column_);
    ++column_;
    value.assign(text == nullptr ? "" : text, static_cast<std::size_t>(size));
}

void Statement::next(UtcTime& value) {
    std::string text;
    next(text);
    value = parse_iso8601(text).value_or(UtcTime{});
}

}  // namespace lsl::store
