#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// After the class, for who watched it: how much energy it took, in one tap that can be changed
/// while the page is there. Nothing for others.
void effort_part(const View& view, ui::Column& column, const domain::Stream& stream);

}  // namespace lsl::views
