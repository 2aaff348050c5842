#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// The student's own camera: below a class that plays, or over it (own_over_picture).
void own_camera(const View& view, ui::Column& column);

/// At half opacity over the class, when that is wanted.
void own_over_picture(const View& view, const ui::Rect& picture);

}  // namespace lsl::views
