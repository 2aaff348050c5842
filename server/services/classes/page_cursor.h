#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/store/read_rows.h"
#include "shared/base/result.h"

namespace lsl::services {

/// What an opaque cursor holds: for each part of a list where to go on, or that it is at its end.
/// `list` names the list that it belongs to.
struct PageCursor {
    std::vector<std::optional<store::Position>> parts;  ///< nothing: no more rows in this part

    /// Nothing when every part is at its end.
    std::optional<std::string> encode(std::string_view list) const;
    /// InvalidInput with field "cursor" unless it came from `encode` with the same list and number
    /// of parts.
    static Result<PageCursor> decode(std::string_view list, std::size_t parts,
                                     std::string_view text);
};

/// The cursor of a list in the order of a number: that of its last row.
std::string encode_number_cursor(std::string_view list, std::int64_t number);
/// InvalidInput with field "cursor" unless it came from there with the same list.
Result<std::int64_t> decode_number_cursor(std::string_view list, std::string_view text);

}  // namespace lsl::services
