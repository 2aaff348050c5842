#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "server/store/driver.h"
#include "shared/base/error.h"
#include "shared/base/result.h"

struct sqlite3;

namespace lsl::store::sqlite {

/// SQLite behind the seam of driver.h. Ids are kept as text, times as ISO 8601 text in UTC with
/// milliseconds, booleans as 0 and 1.
class SqliteConnection final : public DriverConnection {
  public:
    /// A writer makes the file (mode 0600) when there is none. Unavailable for a file that can't be
    /// opened or is no database.
    static Result<std::unique_ptr<SqliteConnection>> open(const std::filesystem::path& file,
                                                          OpenAs as);
    ~SqliteConnection() override;
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    Result<std::unique_ptr<PreparedStatement>> prepare(const char* sql) override;
    Result<void> execute(const char* sql) override;
    Result<void> begin() override;
    std::int64_t changes() const override;
    bool in_transaction() const override;

  private:
    SqliteConnection(sqlite3* handle, OpenAs as) : handle_(handle), as_(as) {}

    sqlite3* handle_;
    const OpenAs as_;
};

/// The failure of a result code as an Error: Conflict for a broken constraint, Unavailable for a
/// busy or full database, Internal for the rest.
Error failure(sqlite3* handle, int code);

}  // namespace lsl::store::sqlite
