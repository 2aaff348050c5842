#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// The picture of a class on a card: what it shows now while it is live, renewed every half minute
/// while it is on screen; else its own picture, or artwork.
void class_picture(const View& view, const ui::Rect& rect, const wire::PublicStream& row,
                   float radius);

}  // namespace lsl::views
