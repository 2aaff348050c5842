#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "shared/base/result.h"

namespace lsl::services {

/// `?limit=&cursor=` of a list. Cursors are opaque: they come from `next_cursor` and go back as
/// they are. A cursor of another list, or a made-up one, is InvalidInput with field "cursor".
struct PageRequest {
    std::int64_t limit = 50;
    std::string cursor;  ///< empty: from the beginning

    /// From the query's texts; empty texts are the defaults. A limit above the largest page size
    /// gives the largest page; one that is no whole number above zero is InvalidInput "limit".
    static Result<PageRequest> parse(std::string_view limit, std::string_view cursor);
};

}  // namespace lsl::services
