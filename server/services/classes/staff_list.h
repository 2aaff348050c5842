#pragma once

#include <string>
#include <vector>

#include "server/store/classes/streams_store.h"
#include "shared/wire/rows.h"

namespace lsl::services {

/// As the studio's own list: live, then planned, then past; the latest start first but for planned
/// ones, of which the soonest is.
void sort_as_listed(std::vector<store::CountedStream>& classes);
/// What these classes come to, without money.
wire::StudioTotals totals_of(const std::vector<store::CountedStream>& classes);

}  // namespace lsl::services
