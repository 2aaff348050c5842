#include "server/store/sqlite/sqlite_connection.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "server/store/classes/search_key.h"
#include "server/store/people/email_key.h"
#include "server/store/sqlite/sqlite_statement.h"

namespace lsl::store::sqlite {

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

/// A function of one text, for migrations.
template <std::string (*make_key)(std::string_view)>
void key_in_sql(sqlite3_context* context, int, sqlite3_value** arguments) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(arguments[0]));
    const std::string key = make_key(text == nullptr ? "" : text);
    sqlite3_result_text(context, key.data(), static_cast<int>(key.size()), SQLITE_TRANSIENT);
}

void add_function(sqlite3* handle, const char* name,
                  void (*function)(sqlite3_context*, int, sqlite3_value**)) {
    sqlite3_create_function_v2(handle, name, 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr,
                               function, nullptr, nullptr, nullptr);
}

/// SQLite gives -wal and -shm the mode of the database file, so this covers them, too.
Result<void> create_private(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return make_error(ErrorCode::Unavailable, "storage_unavailable",
                          "The database file can't be opened: " + file.string() + ": " +
                              std::strerror(errno) + ".");
    }
    ::close(descriptor);
    return {};
}

}  // namespace

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const std::filesystem::path& file,
                                                                 OpenAs as) {
    if (as == OpenAs::Writer) LSL_TRY(create_private(file));
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(
        file.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
        nullptr);
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection(handle, as));
    if (code != SQLITE_OK) return failure(handle, code);
    sqlite3_busy_timeout(handle, busy_timeout_ms);
    LSL_TRY(connection->execute(as == OpenAs::Writer ? writer_settings : reader_settings));
    if (as == OpenAs::Writer) {
        add_function(handle, "email_key", key_in_sql<email_key>);
        add_function(handle, "search_key", key_in_sql<search_key>);
    }
    return connection;
}

SqliteConnection::~SqliteConnection() { sqlite3_close(handle_); }

Result<std::unique_ptr<PreparedStatement>> SqliteConnection::prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    const int code =
        sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) return failure(handle_, code);
    return std::unique_ptr<PreparedStatement>(new SqliteStatement(handle_, statement));
}

Result<void> SqliteConnection::execute(const char* sql) {
    const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return failure(handle_, code);
    return {};
}

Result<void> SqliteConnection::begin() {
    // A writer that took the lock at its first change only could fail in the middle.
    return execute(as_ == OpenAs::Writer ? "BEGIN IMMEDIATE" : "BEGIN");
}

std::int64_t SqliteConnection::changes() const { return sqlite3_changes64(handle_); }

bool SqliteConnection::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

Error failure(sqlite3* handle, int code) {
    const std::string detail = "SQLite " + std::to_string(code) + ": " +
                               (handle == nullptr ? "no memory" : sqlite3_errmsg(handle));
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

}  // namespace lsl::store::sqlite
