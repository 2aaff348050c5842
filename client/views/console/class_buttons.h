#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// At the end of a line: the link for viewers to copy, the form to change the class, and, where
/// there is room, its people.
void class_buttons(const View& view, ui::Slices& line, const domain::Stream& stream, bool narrow);

}  // namespace lsl::views
