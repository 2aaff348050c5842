#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// Address, token and hints for OBS and others, folded away until asked for.
void other_encoders(const View& view, ui::Column& column, const wire::InstructorStream& row);

}  // namespace lsl::views
