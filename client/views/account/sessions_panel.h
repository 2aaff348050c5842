#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// Where the person is signed in, with a way to end each sign-in but this one.
void sessions_panel(const View& view, ui::Column& column);

}  // namespace lsl::views
