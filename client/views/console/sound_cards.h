#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// Dance, Talk and Line-in, each with its meter, and what the browser really does.
void sound_cards(const View& view, ui::Column& column);

}  // namespace lsl::views
