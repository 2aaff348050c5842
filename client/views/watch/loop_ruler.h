#pragma once

#include "client/views/view.h"

namespace lsl::views {

inline constexpr float loop_ruler_height = 62;

/// The loop, enlarged: its counts as cells, its two ends to drag. By keys an end moves a count at a
/// time, without a grid a tenth of a second.
void loop_ruler(const View& view, const ui::Rect& rect);

}  // namespace lsl::views
