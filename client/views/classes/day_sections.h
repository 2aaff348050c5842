#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// Classes that are to come, the soonest first, under the days on which they begin in the person's
/// zone; those that should have begun stand last.
void day_sections(const View& view, ui::Column& column, const model::Classes::List& upcoming);

}  // namespace lsl::views
