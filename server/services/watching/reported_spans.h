#pragma once

#include <cstdint>

#include "server/services/watching/watch_rights.h"
#include "server/store/connection.h"
#include "shared/base/result.h"
#include "shared/domain/permissions.h"
#include "shared/wire/api.h"

namespace lsl::services {

/// Spans that one person can have in one class; what comes after is not counted.
inline constexpr std::int64_t most_spans_of_a_person = 2000;

/// InvalidInput for what no player would say: a name, position or speed beyond its bounds.
Result<void> check_report(const api::ReportWatching::Request& said);

/// In the transaction of a report: what a player says of a replay, or of a live class that others
/// carry, becomes a span or extends one. A player is believed no more than the clock allows: a span
/// grows by the time since its last report, and where the position does not fit to that, a new one
/// begins. Live classes that this server carries are LiveSpans's; staff are not counted.
Result<void> note_reported_span(store::Connection& tx, const WatchRights::Seat& seat, UserId user,
                                domain::Watch verdict, const api::ReportWatching::Request& said,
                                UtcTime now);

}  // namespace lsl::services
