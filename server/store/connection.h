#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "server/store/statement.h"
#include "shared/base/result.h"

struct sqlite3;

namespace lsl::store {

enum class OpenAs { Writer, Reader };

/// One SQLite connection with its prepared statements. Of one thread at a time.
class Connection {
  public:
    static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file, OpenAs as);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// The prepared statement of a text, made at first use and kept. Reset and without values.
    /// `sql` has to be a literal: its address is the key.
    Statement prepare(const char* sql);
    /// Statements without values or rows; several may follow each other.
    Result<void> execute(const char* sql);
    /// Rows changed by the last statement.
    std::int64_t changes() const;
    bool in_transaction() const;

    /// The failure of a result code as an Error: Conflict for a broken constraint, Unavailable for
    /// a busy or full database, Internal for the rest.
    Error failure(int code) const;

  private:
    explicit Connection(sqlite3* handle) : handle_(handle) {}

    sqlite3* handle_;
    std::unordered_map<const char*, sqlite3_stmt*> statements_;
};

}  // namespace lsl::store
