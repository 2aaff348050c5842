#include "server/store/connection.h"

#include <sqlite3.h>

#include <utility>

namespace lsl::store {

namespace {

// Another process may look into the file (sqlite3 on a shell); our own threads never collide.
constexpr int busy_timeout_ms = 5000;

constexpr const char* reader_settings = R"sql(
    PRAGMA foreign_keys = ON;
    PRAGMA query_only = ON;
    PRAGMA mmap_size = 268435456;
)sql";

// FULL: a commit is on the disk before it is answered, so that a power cut loses nothing either.
constexpr const char* writer_settings = R"sql(
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA cache_size = -32768;
    PRAGMA journal_size_limit = 67108864;
)sql";

}  // namespace

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file, OpenAs as) {
    const int create = as == OpenAs::Writer ? SQLITE_OPEN_CREATE : 0;
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(
        file.c_str(), &handle,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | create, nullptr);
    std::unique_ptr<Connection> connection(new Connection(handle));
    if (code != SQLITE_OK) return connection->failure(code);
    sqlite3_busy_timeout(handle, busy_timeout_ms);
    LSL_TRY(connection->execute(as == OpenAs::Writer ? writer_settings : reader_settings));
    return connection;
}

Connection::~Connection() {
    for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
    sqlite3_close(handle_);
}

Statement Connection::prepare(const char* sql) {
    const auto known = statements_.find(sql);
    if (known != statements_.end()) return Statement(*this, known->second, SQLITE_OK);
    sqlite3_stmt* statement = nullptr;
    const int code =
        sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code == SQLITE_OK) statements_.emplace(sql, statement);
    return Statement(*this, statement, code);
}

Result<void> Connection::execute(const char* sql) {
    const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return failure(code);
    return {};
}

std::int64_t Connection::changes() const { return sqlite3_changes64(handle_); }

bool Connection::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

Error Connection::failure(int code) const {
    const std::string detail = "SQLite " + std::to_string(code) + ": " +
                               (handle_ == nullptr ? "no memory" : sqlite3_errmsg(handle_));
    // Extended codes (2067 for a unique clash) carry the primary one in the low byte.
    switch (code & 0xff) {
        case SQLITE_CONSTRAINT:
            return make_error(ErrorCode::Conflict, "constraint",
                              "This doesn't fit what is already there.")
                .with_detail(detail);
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_FULL:
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY: {
            Error error = make_error(ErrorCode::Unavailable, "storage_unavailable",
                                     "The server can't store this right now. Try again soon.");
            error.retry_after_seconds = 5;
            return std::move(error).with_detail(detail);
        }
        case SQLITE_NOTADB:
        case SQLITE_CORRUPT:
            return make_error(ErrorCode::Unavailable, "damaged_database",
                              "The database file is damaged.")
                .with_detail(detail);
        default: return internal_error(detail);
    }
}

}  // namespace lsl::store
