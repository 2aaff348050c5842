#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// The class is live, or somebody sends for it, but not this page: it asks to be brought on air.
bool asks_for_air(const View& view, const wire::InstructorStream& row);
/// That question with its one button, for screens where the panel would be out of sight; the panel
/// leaves it out then.
void air_question(const View& view, ui::Column& column, const wire::InstructorStream& row);

/// What ends this page's broadcast and not the class; nothing while it sends nothing.
void stop_button(const View& view, ui::Column& column);

/// How many enrolled, what it earned, how many watch.
void this_class(const View& view, ui::Column& column, const wire::InstructorStream& row);

enum class PanelPlace : bool { Beside, Below };

/// Beside or below the preview: the steps to the class, the buttons that take them, and figures.
/// Below it, the question of air_question stands above the picture.
void console_panel(const View& view, ui::Column& column, float least_height,
                   const wire::InstructorStream& row, PanelPlace place = PanelPlace::Beside);

/// In place of the preview when the class is over or cancelled.
void class_over(const View& view, const ui::Rect& rect, float radius,
                const wire::InstructorStream& row);

}  // namespace lsl::views
