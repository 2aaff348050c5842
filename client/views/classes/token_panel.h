#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// There is somebody who has to be told what tokens are: a guest, where accounts begin with some.
bool wants_token_panel(const View& view);
/// What tokens are, and the way to an account.
void token_panel(const View& view, ui::Column& column, float least_height = 0);

}  // namespace lsl::views
