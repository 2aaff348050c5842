#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// Over the console of a class to come, as one of its panels: when it begins. Nothing for a class
/// that is over.
void air_band(const View& view, ui::Column& column, const wire::InstructorStream& row);

/// Over the stage, from edge to edge of `column`, to be read from three metres: on air since when
/// and for how many, or what viewers lack. `low` is for where height is scarce.
enum class BandHeight : bool { Full, Low };
void stage_band(const View& view, ui::Column& column, const wire::InstructorStream& row,
                BandHeight height);

}  // namespace lsl::views
