#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/store/connection.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::store {

/// Work that is wanted at a time. `kind` says what is to be done and `key` what with.
struct DueRow {
    std::string kind;
    std::string key;
    UtcTime at;
    std::string payload;
    std::int64_t attempts = 0;  ///< that failed
};

/// Table due. Work is put and taken back in the transaction of what it comes from.
class DueStore {
  public:
    explicit DueStore(Connection& connection) : connection_(connection) {}

    /// Takes the place of earlier work of the same kind and key.
    Result<void> put(const DueRow& row);
    Result<void> remove(std::string_view kind, std::string_view key);
    Result<bool> contains(std::string_view kind, std::string_view key);

    /// What may be tried now, the most overdue first.
    Result<std::vector<DueRow>> due(UtcTime now, std::int64_t limit);
    /// The work is done, or of no use any more; not what was put in its place meanwhile.
    Result<void> finish(const DueRow& row);
    /// One more attempt failed.
    Result<void> try_again(const DueRow& row, UtcTime at);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
