#pragma once

#include <array>
#include <cstdint>

namespace lsl::recorder {

/// A picture of 4:2:0, 8 bits: where the rows of its three planes begin. Owns nothing.
struct Planes {
    int width = 0, height = 0;
    std::array<std::uint8_t*, 3> rows{};
    std::array<int, 3> strides{};
};

/// Paints the whole picture: a figure on a stage at a moment, in beats from the beginning. It steps
/// to the right and back on two beats each and turns its arms up on the second half of eight
/// counts. A light moves along the floor, one eighth a beat, so that the count can be seen.
void draw_dancer(const Planes& picture, double beat);

}  // namespace lsl::recorder
