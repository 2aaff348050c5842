#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// A phone that lies on its side shows a recording with the controls of a dancer's thumbs.
bool has_practice_sides(const View& view, const ui::Rect& picture);

/// Those controls, in columns at both sides of the screen: mirror, loop, speed, counts.
void practice_sides(const View& view, const ui::Rect& picture);

}  // namespace lsl::views
