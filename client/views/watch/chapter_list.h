#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// Beneath a recording: its chapters, each pressed to go there, to loop it, to copy a link to it.
void chapter_list(const View& view, ui::Column& column);

/// Gaps in the line of the player where chapters begin.
void chapters_on_seek_bar(const View& view, const ui::Rect& row);

}  // namespace lsl::views
