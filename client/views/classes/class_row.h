#pragma once

#include "client/views/view.h"

namespace lsl::views {

inline constexpr float class_row_height = 96;

/// One class in a list on a phone: picture, time, title and teacher; all of it leads to its page.
void class_row(const View& view, const ui::Rect& rect, const wire::PublicStream& row);

}  // namespace lsl::views
