#pragma once

#include <cstdint>

namespace lsl::ui {

/// sRGB, straight alpha.
struct Color {
    std::uint8_t r = 0, g = 0, b = 0, a = 255;

    /// The same colour, `opacity` (0…1) of its own alpha.
    constexpr Color faded(float opacity) const {
        const float clamped = opacity < 0 ? 0.0f : opacity > 1 ? 1.0f : opacity;
        return {r, g, b, static_cast<std::uint8_t>(static_cast<float>(a) * clamped + 0.5f)};
    }
    bool operator==(const Color&) const = default;
};

/// 0xRRGGBB, as in LOOK.md and in CSS.
constexpr Color rgb(std::uint32_t hex) {
    return {static_cast<std::uint8_t>(hex >> 16), static_cast<std::uint8_t>(hex >> 8),
            static_cast<std::uint8_t>(hex), 255};
}

/// `from` at 0, `to` at 1.
Color mix(Color from, Color to, float amount);

/// `over` laid on an opaque `under`.
Color blend(Color under, Color over);

/// WCAG 2.2 contrast ratio of two opaque colours, 1…21.
double contrast(Color a, Color b);

}  // namespace lsl::ui
