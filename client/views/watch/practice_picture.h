#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// Over a recording's picture: what was chosen for it, and the count where counts are said. Returns
/// where the badges in its corner end.
float practice_picture(const View& view, const ui::Rect& picture);

/// The offer to go on where the replay was left, over the controls.
void continue_offer(const View& view, const ui::Rect& picture);

/// The loop's place, over the seek bar in `row`.
void loop_on_seek_bar(const View& view, const ui::Rect& row);

}  // namespace lsl::views
