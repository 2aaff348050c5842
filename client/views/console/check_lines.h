#pragma once

#include <string>
#include <vector>

#include "client/model/studio/check.h"
#include "client/views/view.h"

namespace lsl::views {

/// What was measured: what wants a look first, with its cure, then what is well.
void check_lines(const View& view, ui::Column& column,
                 const std::vector<model::CheckResult>& results);

/// "Checked 12 min ago, all well", by the last check of this browser; what a check is, before the
/// first.
std::string check_remark(const View& view, const std::vector<model::CheckResult>& results);

}  // namespace lsl::views
