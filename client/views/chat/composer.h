#pragma once

#include "client/views/view.h"

namespace lsl::views {

float composer_height(const View& view, const domain::Stream& stream, float width);
/// The field for a message and its button, in which slow mode counts down; or why nothing can be
/// written now.
void composer(const View& view, const ui::Rect& rect, const domain::Stream& stream);

}  // namespace lsl::views
