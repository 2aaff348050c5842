#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// Under a recording: speed, mirror, loop, counts. Nothing while there is none to practise with.
void practice_panel(const View& view, ui::Column& column);

}  // namespace lsl::views
