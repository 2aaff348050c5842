#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// What each role may do, by the same rules that the server asks.
void rights_table(const View& view, ui::Column& column);

}  // namespace lsl::views
