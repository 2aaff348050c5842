#pragma once

#include "client/model/check.h"
#include "client/views/view.h"

namespace lsl::views {

/// What was measured: what wants a look first, with its cure, then what is well.
void check_lines(const View& view, ui::Column& column,
                 const std::vector<model::CheckResult>& results);

}  // namespace lsl::views
