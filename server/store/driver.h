#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

// What a database has to bring. `Connection`, `Statement` and `Database` are written against this
// and are all that stores and services see, so that a second database is a second folder beside
// sqlite/ and no second store.

namespace lsl::store {

enum class OpenAs { Writer, Reader };

/// The start of every list and its end, where a page begins that follows no row: before and behind
/// every time. A driver writes them as its database has them.
inline constexpr UtcTime before_every_time = UtcTime::min();
inline constexpr UtcTime after_every_time = UtcTime::max();

/// A statement that the database has prepared. Parameters count from 1, as the `?1` of its text,
/// columns from 0. Of one thread at a time.
class PreparedStatement {
  public:
    virtual ~PreparedStatement() = default;

    // Values are copied. A failure is kept, and given back by the next step.
    virtual void bind_null(int parameter) = 0;
    virtual void bind_integer(int parameter, std::int64_t value) = 0;
    virtual void bind_boolean(int parameter, bool value) = 0;
    virtual void bind_text(int parameter, std::string_view value) = 0;
    virtual void bind_time(int parameter, UtcTime value) = 0;
    virtual void bind_uuid(int parameter, const Uuid& value) = 0;

    /// True when there is a row to read.
    virtual Result<bool> step() = 0;
    /// Ends the run and forgets the values.
    virtual void reset() = 0;

    // Of the row that was stepped to; a NULL reads as zero or as empty.
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;
    virtual bool boolean(int column) const = 0;
    /// Good until the next step.
    virtual std::string_view text(int column) const = 0;
    virtual UtcTime time(int column) const = 0;
    virtual Uuid uuid(int column) const = 0;
};

/// One connection. Of one thread at a time. Errors: Conflict for a broken constraint, Unavailable
/// for a database that is busy, full or away, Internal for the rest.
class DriverConnection {
  public:
    virtual ~DriverConnection() = default;

    virtual Result<std::unique_ptr<PreparedStatement>> prepare(const char* sql) = 0;
    /// Statements without values or rows; several may follow each other.
    virtual Result<void> execute(const char* sql) = 0;
    /// Begins a transaction: a writer's that nobody else's change can come between, or a reader's
    /// that sees one moment throughout.
    virtual Result<void> begin() = 0;
    /// Rows changed by the last statement.
    virtual std::int64_t changes() const = 0;
    virtual bool in_transaction() const = 0;
};

}  // namespace lsl::store
