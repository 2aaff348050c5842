#include "shared/domain/media/media_capabilities.h"

#include <algorithm>
#include <array>

namespace lsl::domain {

namespace {

/// The one table. Cloudflare's row is about WHIP in and WHEP out, which it neither records nor
/// counts nor makes several qualities of.
constexpr std::array<MediaCapabilities, 2> table = {{
    {.backend = "local", .name = "This server"},
    {.backend = "cloudflare",
     .name = "Cloudflare Stream",
     .own_ingest = false,
     .records = false,
     .counts_viewers = false,
     .metered = true},
}};

}  // namespace

const MediaCapabilities& media_capabilities(std::string_view backend) {
    const auto found = std::find_if(table.begin(), table.end(), [&](const MediaCapabilities& row) {
        return row.backend == backend;
    });
    return found == table.end() ? table.front() : *found;
}

}  // namespace lsl::domain
