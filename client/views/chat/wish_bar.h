#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// On the stage, to be read from three metres: what people ask for. The order never changes; what
/// enough of them want takes the room and the large word. A press clears it.
void wish_bar(const View& view, const ui::Rect& rect);

}  // namespace lsl::views
