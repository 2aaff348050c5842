#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/store/statement.h"

namespace lsl::store {

/// Where a page of a list ends: the sort column's text and the id of its last row. The next page
/// begins behind it, whatever has been added or removed meanwhile.
struct Position {
    std::string at;
    std::string id;
};

/// Starts of lists: texts before and behind every time and id.
inline Position before_everything() { return {}; }
inline Position after_everything() { return {"~", "~"}; }

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
