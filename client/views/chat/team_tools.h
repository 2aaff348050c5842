#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// A button for the team of the class, with what waits for it, and its menu: reports, polls, the
/// quiet chat and the room's settings. Nothing for viewers.
void team_tools(const View& view, const ui::Rect& place);

}  // namespace lsl::views
