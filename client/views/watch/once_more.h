#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// The last seconds of a live class in a corner of its picture, while they are shown: dragged or
/// pressed into another corner, closed by its button or Escape. The sound stays with the class.
void once_more(const View& view, const ui::Rect& picture);

}  // namespace lsl::views
