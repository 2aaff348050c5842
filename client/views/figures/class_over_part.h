#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// Of a class that is over: who came, what it earned, and the curve. Nothing while its figures are
/// not there, or not theirs to know.
void class_over_figures(const View& view, ui::Column& column, const domain::Stream& stream);

}  // namespace lsl::views
