#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "client/platform/bridge.h"
#include "client/platform/web/border.h"
#include "client/platform/web/imports.h"

namespace lsl::platform {

float text_advance(std::string_view text, int weight, float pixel_size) {
    return lsl_js_text_advance(text.data(), text.size(), weight, pixel_size);
}

float text_kerning(char32_t left, char32_t right, int weight) {
    return lsl_js_text_kerning(left, right, weight);
}

std::vector<std::size_t> text_pieces(std::string_view text, bool words) {
    lsl_js_text_pieces(text.data(), text.size(), words);
    const std::string answer = take_text_answer();
    std::vector<std::size_t> ends(answer.size() / sizeof(std::uint32_t));
    for (std::size_t i = 0; i < ends.size(); ++i) {
        std::uint32_t end = 0;
        std::memcpy(&end, answer.data() + i * sizeof end, sizeof end);
        ends[i] = std::min<std::size_t>(end, text.size());
    }
    return ends;
}

GlyphBitmap draw_text(std::string_view text, int weight, float pixel_size, float phase) {
    lsl_js_draw_text(text.data(), text.size(), weight, pixel_size, phase);
    const auto n = numbers();
    GlyphBitmap bitmap;
    bitmap.width = static_cast<int>(n[0]);
    bitmap.height = static_cast<int>(n[1]);
    bitmap.left = static_cast<int>(n[2]);
    bitmap.top = static_cast<int>(n[3]);
    bitmap.colored = n[4] != 0;
    const auto pixels =
        static_cast<std::size_t>(bitmap.width) * static_cast<std::size_t>(bitmap.height);
    if (pixels == 0) return bitmap;
    bitmap.rgba.resize(pixels * 4);
    lsl_js_take_pixels(bitmap.rgba.data());
    return bitmap;
}

}  // namespace lsl::platform
