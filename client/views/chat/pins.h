#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// What stands over the messages: pins and the poll. Folded, pins are one line.
enum class PinsShape : bool { Cards, Folded };
/// Draws from `place`'s top and returns how much of its height was used, at most all of it: what
/// does not fit is behind "2 more pinned".
float pins(const View& view, const ui::Rect& place, PinsShape shape);

}  // namespace lsl::views
