#pragma once

#include "client/views/view.h"

namespace lsl::views {

inline constexpr float stage_control_height = 64, stage_control_height_phone = 60;

/// Switches for camera and microphone, each with its state in words, the way to another camera, and
/// what marks the next chapter: beside one another from the start of `line`, as wide as their words
/// (on phones, over the whole width). Where another device sends, the chapter alone.
void stage_switches(const View& view, const ui::Rect& line, bool compact,
                    const domain::Stream& stream);

/// "End class": held, it ends at once; pressed, it asks.
void end_class_button(const View& view, const ui::Rect& rect, const wire::InstructorStream& row);

}  // namespace lsl::views
