#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// The teachers whom the person follows, each with a way to end it; nothing where there are none.
void followed_panel(const View& view, ui::Column& column);

}  // namespace lsl::views
