#pragma once

#include <optional>
#include <vector>

#include "server/store/statement.h"
#include "shared/base/id.h"
#include "shared/base/time.h"

namespace lsl::store {

/// Where a page of a list ends: time and id of its last row. The next page begins behind it,
/// whatever has been added or removed meanwhile.
struct Position {
    UtcTime at;
    Uuid id;
    auto operator<=>(const Position&) const = default;
};

/// Starts of lists: before and behind every row.
inline Position before_everything() { return {before_every_time, nil_uuid}; }
inline Position after_everything() { return {after_every_time, max_uuid}; }

/// Every row that is left, each made by `read(Statement&)`.
template <class Read>
auto read_rows(Statement& statement, Read read) -> Result<std::vector<decltype(read(statement))>> {
    std::vector<decltype(read(statement))> rows;
    while (LSL_TRY(statement.step())) rows.push_back(read(statement));
    return rows;
}

/// The one row there is at most.
template <class Read>
auto read_row(Statement& statement, Read read) -> Result<std::optional<decltype(read(statement))>> {
    std::optional<decltype(read(statement))> row;
    if (LSL_TRY(statement.step())) row.emplace(read(statement));
    return row;
}

}  // namespace lsl::store
