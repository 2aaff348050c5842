#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// Voice and music as two faders, once it is known that nothing would be heard twice; how far the
/// sound waits for the picture.
void music_faders(const View& view, ui::Column& column);

}  // namespace lsl::views
