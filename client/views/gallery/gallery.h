#pragma once

#include "client/ui/core/ui.h"

namespace lsl::views {

/// Every widget in every state, for eyes and screenshots (/gallery). It needs no data.
void gallery_page(ui::Ui& ui);

}  // namespace lsl::views
