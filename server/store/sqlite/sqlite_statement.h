#pragma once

#include "server/store/driver.h"

struct sqlite3;
struct sqlite3_stmt;

namespace lsl::store::sqlite {

/// Owns its statement; `connection` outlives the object.
class SqliteStatement final : public PreparedStatement {
  public:
    SqliteStatement(sqlite3* connection, sqlite3_stmt* statement)
        : connection_(connection), statement_(statement) {}
    ~SqliteStatement() override;
    SqliteStatement(const SqliteStatement&) = delete;
    SqliteStatement& operator=(const SqliteStatement&) = delete;

    void bind_null(int parameter) override;
    void bind_integer(int parameter, std::int64_t value) override;
    void bind_boolean(int parameter, bool value) override;
    void bind_text(int parameter, std::string_view value) override;
    void bind_time(int parameter, UtcTime value) override;
    void bind_uuid(int parameter, const Uuid& value) override;
    Result<bool> step() override;
    void reset() override;
    bool is_null(int column) const override;
    std::int64_t integer(int column) const override;
    bool boolean(int column) const override;
    std::string_view text(int column) const override;
    UtcTime time(int column) const override;
    Uuid uuid(int column) const override;

  private:
    void note(int code);

    sqlite3* connection_;
    sqlite3_stmt* statement_;
    int problem_ = 0;  ///< first failure of a bind since the last reset
};

}  // namespace lsl::store::sqlite
