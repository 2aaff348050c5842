#pragma once

#include <string>

#include "client/views/view.h"

namespace lsl::views {

/// Above the field: the emoji that this person wrote last, each a press away. No height while there
/// are none.
float emoji_row_height(const View& view);
/// A press adds to `text`. The field keeps the focus, and a phone its keyboard (web/input.js).
void emoji_row(const View& view, const ui::Rect& place, std::string& text);

}  // namespace lsl::views
