#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// What happens by itself, and the room for recordings; nothing until it is known. Returns the
/// bottom of what was drawn.
float jobs_section(const View& view, float x, float y, float width);

}  // namespace lsl::views
