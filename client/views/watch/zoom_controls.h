#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// The picture is larger than its frame.
bool is_zoomed(const View& view);

/// Over a picture that is: by how much, and the way back to the whole of it. The badges of the
/// picture's corner end at x. Screen readers hear of a change once it has come to rest.
void zoom_over_picture(const View& view, const ui::Rect& picture, float x);

/// The switch between the whole picture and twice its size, as an icon in the row over a picture.
void zoom_control(const View& view, ui::Slices& row);

}  // namespace lsl::views
