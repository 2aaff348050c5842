#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// Beside the preview: the steps to the class, the buttons that take them, and figures. Returns the
/// bottom edge.
float console_panel(const View& view, float x, float y, float width, float least,
                    const wire::InstructorStream& row);

/// In place of the preview when the class is over or cancelled.
void class_over(const View& view, const ui::Rect& rect, float radius,
                const wire::InstructorStream& row);

/// Address, token and hints for OBS and others, folded away until asked for. Returns the bottom
/// edge.
float other_encoders(const View& view, float x, float y, float width,
                     const wire::InstructorStream& row);

}  // namespace lsl::views
