#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// The head of the list of classes: its title, a search, and what it may be narrowed to. Each
/// choice stands in the page's address.
void browse_filters(const View& view, ui::Column& column);

}  // namespace lsl::views
