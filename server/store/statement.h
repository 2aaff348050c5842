#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

struct sqlite3_stmt;

namespace lsl::store {

class Connection;

/// A prepared statement in use: bind the values in the order of the question marks, then step.
/// Is reset when it goes out of scope. Texts are copied. Columns are read in order, too, by
/// `next(value)`; a NULL in a column that has none by the table's rules reads as the zero value.
class Statement {
  public:
    Statement(Connection& connection, sqlite3_stmt* statement, int prepared);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    Statement(Statement&& other) noexcept;

    template <class... Values>
    Statement& bind(const Values&... values) {
        (bind_next(values), ...);
        return *this;
    }

    /// True when there is a row to read.
    Result<bool> step();
    /// For statements that give no rows.
    Result<void> run();

    template <class... Values>
    void columns(Values&... values) {
        (next(values), ...);
    }
    void next(std::int64_t& value);
    void next(bool& value);
    void next(std::string& value);
    void next(UtcTime& value);
    template <class Tag>
    void next(Id<Tag>& value) {
        std::string text;
        next(text);
        value = Id<Tag>::parse(text).value_or(Id<Tag>{});
    }
    template <class T>
    void next(std::optional<T>& value) {
        value.reset();
        if (is_null()) {
            ++column_;
        } else {
            next(value.emplace());
        }
    }

  private:
    void bind_next(std::int64_t value);
    void bind_next(int value) { bind_next(std::int64_t{value}); }
    void bind_next(bool value) { bind_next(std::int64_t{value ? 1 : 0}); }
    void bind_next(std::string_view value);
    void bind_next(const std::string& value) { bind_next(std::string_view(value)); }
    void bind_next(const char* value) { bind_next(std::string_view(value)); }
    void bind_next(UtcTime value) { bind_next(to_iso8601(value)); }
    void bind_next(std::nullopt_t);
    template <class Tag>
    void bind_next(const Id<Tag>& value) {
        bind_next(value.to_string());
    }
    template <class T>
    void bind_next(const std::optional<T>& value) {
        if (value) {
            bind_next(*value);
        } else {
            bind_next(std::nullopt);
        }
    }
    bool is_null() const;
    void note(int code);

    Connection* connection_;
    sqlite3_stmt* statement_;
    int problem_;  ///< first failure of preparing or binding; reported by step
    int parameter_ = 0;
    int column_ = 0;
};

}  // namespace lsl::store
