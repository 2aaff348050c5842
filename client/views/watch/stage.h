#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// Staff without a place of their own in the class: they teach, or look in.
bool teaches_here(const View& view, const domain::Stream& stream);
/// There would be something to see for staff who asked to see it as viewers do.
bool shown_to_viewers(const View& view, const wire::PublicStream& row);

/// What stands where the video of a class would be: the player, or why there is none.
void watch_stage(const View& view, const ui::Rect& rect, float radius,
                 const wire::PublicStream& row);

}  // namespace lsl::views
