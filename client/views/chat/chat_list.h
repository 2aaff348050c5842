#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// The messages in `window`, the newest at its end. Whoever reads back is left where they are, with
/// a button that says how much is new.
void chat_list(const View& view, const ui::Rect& window);

/// The newest message in one line, with its author; nothing while there is none.
const wire::MessageRow* newest_message(const View& view);

}  // namespace lsl::views
