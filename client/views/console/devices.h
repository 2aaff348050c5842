#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// Which camera and microphone, and how loud the latter is.
void devices(const View& view, ui::Column& column);

}  // namespace lsl::views
