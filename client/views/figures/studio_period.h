#pragma once

#include <string>
#include <vector>

#include "client/views/view.h"

namespace lsl::views {

/// Which time the studio's figures are told of. The address has it.
void period_choice(const View& view, ui::Column& column);

/// "Earned · 12 % more than in the same time before: 2,800". Where nothing was to be earned it is
/// about the people who came. Empty while it is not known.
std::string compared_with_before(const View& view, const api::GetStudioFigures::Response& figures);

/// What was earned as long before as the time is, for each week or month of it, the oldest first.
/// Nothing for classes, which have no other class before them.
std::vector<double> earned_before(const View& view, const api::GetStudioFigures::Response& figures);

}  // namespace lsl::views
