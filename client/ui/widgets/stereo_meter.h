#pragma once

#include <string_view>

#include "client/ui/core/semantics.h"

namespace lsl::ui {

class Ui;

/// How loud one side is, 0..1 of full scale.
struct MeterSide {
    std::string_view name;  ///< "L"
    float level = 0;
    float held = 0;  ///< the loudest moment of the last seconds
};

struct StereoMeter {
    std::string_view name;  ///< for screen readers: what it shows in a word, never a number
    MeterSide left, right;
    std::string_view clip;        ///< "clip": beside the lamps
    std::string_view clip_count;  ///< what a lit lamp says: "too loud 3 times"; empty = unlit
};

/// Loudness of two sides, linear in decibels from -48 to 0: green up to -12, amber up to -3, red
/// above, over a lamp for each side that stays lit until it is pressed. It stands upright with a
/// scale where it is higher than wide, and lies without one elsewhere. Left and right are never
/// mirrored. True when the lamps were pressed.
bool stereo_meter(Ui& ui, const Rect& rect, const StereoMeter& meter);

}  // namespace lsl::ui
