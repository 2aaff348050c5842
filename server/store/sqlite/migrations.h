#pragma once

#include <span>

#include "server/store/driver.h"
#include "shared/base/result.h"

namespace lsl::store::sqlite {

/// One numbered file of migrations/, embedded when the program is built.
struct Migration {
    const char* name;
    const char* sql;
};

/// All of them, in order. The version of a database (PRAGMA user_version) is how many it has had.
std::span<const Migration> migrations();

/// Brings a database to the newest version, each step in a transaction of its own; a table may be
/// made anew in it, whoever refers to it. Unavailable for a database that a newer program has
/// written.
Result<void> migrate(DriverConnection& connection, std::span<const Migration> steps = migrations());

}  // namespace lsl::store::sqlite
