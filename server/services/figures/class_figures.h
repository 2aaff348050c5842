#pragma once

#include <vector>

#include "server/services/figures/audience.h"
#include "server/store/connection.h"
#include "shared/base/result.h"
#include "shared/base/time.h"
#include "shared/domain/studio_class.h"
#include "shared/wire/figures_api.h"

namespace lsl::services {

/// Everything but the curve and what is told of the chat.
Result<wire::ClassFigures> count_class(store::Connection& reader, const domain::StudioClass& row,
                                       const ClassAudience& audience);
/// The curve of it, with the chat's figures.
Result<void> add_curve(store::Connection& reader, const domain::StudioClass& row,
                       const ClassAudience& audience, wire::ClassFigures& figures);
Result<wire::MoneyFigures> money_of(store::Connection& reader, const domain::StudioClass& row);
/// A row for each place, by name.
Result<std::vector<wire::AttendanceRow>> attendance_of(store::Connection& reader,
                                                       const domain::StudioClass& row,
                                                       const ClassAudience& audience);

}  // namespace lsl::services
