#include "client/ui/paint/color.h"

#include <cmath>

namespace lsl::ui {

namespace {

std::uint8_t between(std::uint8_t from, std::uint8_t to, float amount) {
    const float value =
        static_cast<float>(from) + (static_cast<float>(to) - static_cast<float>(from)) * amount;
    return static_cast<std::uint8_t>(value + 0.5f);
}

// https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
double linear(std::uint8_t channel) {
    const double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(Color c) {
    return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

}  // namespace

Color mix(Color from, Color to, float amount) {
    const float t = amount < 0 ? 0.0f : amount > 1 ? 1.0f : amount;
    return {between(from.r, to.r, t), between(from.g, to.g, t), between(from.b, to.b, t),
            between(from.a, to.a, t)};
}

Color blend(Color under, Color over) {
    Color result =
        mix(under, Color{over.r, over.g, over.b, 255}, static_cast<float>(over.a) / 255.0f);
    result.a = 255;
    return result;
}

double contrast(Color a, Color b) {
    const double first = luminance(a) + 0.05, second = luminance(b) + 0.05;
    return first > second ? first / second : second / first;
}

}  // namespace lsl::ui
