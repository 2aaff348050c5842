#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// The bell that lets this browser tell of classes while no page is open. The browser asks the
/// person on a press on it alone; where it cannot, or did not answer, words say why and what helps.
/// Nothing while it is not known. `label` is what the bell says.
void push_bell(const View& view, ui::Column& column, msg::Plain label);

}  // namespace lsl::views
