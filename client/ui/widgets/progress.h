#pragma once

#include <span>
#include <string_view>

#include "client/ui/core/semantics.h"
#include "client/ui/core/tokens.h"

namespace lsl::ui {

class Ui;

/// A turning arc; paints while on screen (three steady dots under reduced motion). Pure picture.
void spinner(Ui& ui, float centre_x, float centre_y, float diameter, Color color);
/// The same with a Status node: "Loading".
void spinner(Ui& ui, const Rect& rect, std::string_view name);

void progress_bar(Ui& ui, const Rect& rect, std::string_view name, double fraction);
void progress_ring(Ui& ui, const Rect& rect, std::string_view name, double fraction);

/// A block that stands for content on its way, with a slow shimmer (steady under reduced motion).
void skeleton(Ui& ui, const Rect& rect, float radius = 7);

/// Loudness as segments (0…1), green, then yellow, then red, as in the console. `peak` holds one.
void level_meter(Ui& ui, const Rect& rect, std::string_view name, double level, double peak = 0);

enum class StepState : std::uint8_t { Done, Current, Later, Failed };
struct Step {
    std::string_view text;
    StepState state = StepState::Later;
};
/// Numbered circles with text, checks on what is done. Returns the height (34 a step).
float step_list(Ui& ui, float x, float y, float width, std::span<const Step> steps);

}  // namespace lsl::ui
