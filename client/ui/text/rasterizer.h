#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace lsl::ui {

/// One picture of a glyph or of a shaped run. Offsets are from the pen on the baseline to the
/// picture's top left corner, device pixels, y down.
struct GlyphBitmap {
    int width = 0, height = 0;  ///< 0 x 0 for a blank
    int left = 0, top = 0;
    std::vector<std::uint8_t> rgba;  ///< straight alpha, rows without padding, width * height * 4
    bool colored = false;            ///< has its own colours (emoji); otherwise white
};

/// Turns text into pictures with the fonts of the platform. Every size is in device pixels, a
/// weight is a CSS font-weight. `text` is UTF-8: one code point, or several that belong together
/// (emoji sequences, Arabic, Indic …), which are shaped and drawn as one run. Code points of
/// icon::first_…icon::last_ are icons in a square of `pixel_size`, drawn white, top left at the
/// pen.
class TextRasterizer {
  public:
    virtual ~TextRasterizer() = default;

    /// How far the pen moves, device pixels, fractions included.
    virtual float advance(std::string_view text, int weight, float pixel_size) = 0;

    /// Change of the distance between two neighbouring code points, em (mostly negative).
    virtual float kerning(char32_t left, char32_t right, int weight) = 0;

    enum class Pieces : bool { Graphemes, Words };
    /// Where each piece ends, bytes, ascending; the last is the text's length. By the rules of the
    /// text's language where the platform knows them; without, scripts that have no spaces break
    /// between any graphemes.
    virtual std::vector<std::size_t> pieces(std::string_view text, Pieces pieces);

    /// The picture, with the pen at the fraction `phase` (0 ≤ phase < 1) of a pixel.
    virtual GlyphBitmap rasterize(std::string_view text, int weight, float pixel_size,
                                  float phase) = 0;
};

}  // namespace lsl::ui
