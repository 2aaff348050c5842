#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// Of what the person is told, on which ways, and when not.
void notices_panel(const View& view, ui::Column& column);
/// Whether this browser shows what is pushed.
void push_panel(const View& view, ui::Column& column);

}  // namespace lsl::views
