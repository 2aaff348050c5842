#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>

#include "server/store/driver.h"
#include "server/store/statement.h"
#include "shared/base/result.h"

namespace lsl::store {

/// Told of the text of every statement when it is about to run.
using StatementObserver = std::function<void(const char* sql)>;

/// One connection with its prepared statements. Of one thread at a time.
class Connection {
  public:
    /// `observer` may be empty.
    explicit Connection(std::unique_ptr<DriverConnection> driver, StatementObserver observer = {});
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// The prepared statement of a text, made at first use and kept. Reset and without values.
    /// The text has to stay where it is as long as the program runs: its address is the key.
    Statement prepare(const char* sql);
    /// Statements without values or rows; several may follow each other.
    Result<void> execute(const char* sql) { return driver_->execute(sql); }
    Result<void> begin() { return driver_->begin(); }
    /// Rows changed by the last statement.
    std::int64_t changes() const { return driver_->changes(); }
    bool in_transaction() const { return driver_->in_transaction(); }

  private:
    std::unique_ptr<DriverConnection> driver_;
    StatementObserver observer_;
    /// By the address of their text; gone before the connection that made them.
    std::unordered_map<const char*, std::unique_ptr<PreparedStatement>> statements_;
};

}  // namespace lsl::store
