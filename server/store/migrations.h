#pragma once

#include <span>

#include "server/store/connection.h"
#include "shared/base/result.h"

namespace lsl::store {

/// One numbered file of migrations/, embedded when the program is built.
struct Migration {
    const char* name;
    const char* sql;
};

/// All of them, in order. The version of a database (PRAGMA user_version) is how many it has had.
std::span<const Migration> migrations();

/// Brings a database to the newest version, each step in a transaction of its own. Unavailable for
/// one that a newer program has written.
Result<void> migrate(Connection& connection, std::span<const Migration> steps = migrations());

}  // namespace lsl::store
