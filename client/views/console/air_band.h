#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// Over the console, to be read from three metres: on air since when and for how many, or what
/// viewers lack, or when it begins. Nothing for a class that is over.
void air_band(const View& view, ui::Column& column, const wire::InstructorStream& row);

}  // namespace lsl::views
