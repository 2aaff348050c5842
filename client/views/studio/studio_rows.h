#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// Of a row of that width.
float studio_row_height(float width);

/// One class in the studio's list: when it is and what it brings, and what can be done with it.
/// `time` says how its start is written.
void studio_row(const View& view, const ui::Rect& rect, const wire::InstructorStream& row,
                model::TimeStyle time);

/// The class that is on or comes next, large.
void next_class_card(const View& view, ui::Column& column, const wire::InstructorStream& row);

}  // namespace lsl::views
