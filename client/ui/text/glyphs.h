#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "client/ui/text/rasterizer.h"

struct ImFontAtlas;

namespace lsl::ui {

/// A glyph or run in the atlas; device pixels.
struct Glyph {
    int rect = -1;  ///< custom rectangle of the atlas; -1 = blank
    int left = 0, top = 0, width = 0, height = 0;
    bool colored = false;
    std::uint32_t last_used = 0;
};

/// Pictures of glyphs, kept in ImGui's texture atlas, rasterised at first use in the very size,
/// weight and fraction of a pixel asked for. ImGui's own fonts are not used: they round sizes to
/// whole pixels, and know neither kerning nor tracking nor runs.
class Glyphs {
  public:
    explicit Glyphs(TextRasterizer& rasterizer) : rasterizer_(rasterizer) {}

    void begin(ImFontAtlas* atlas, float density);
    /// Forgets everything: another font has arrived, or the texture was lost.
    void clear();

    float advance(std::string_view cluster, int weight, float css_size);
    float kerning(char32_t left, char32_t right, int weight);
    /// Where each of its graphemes, or words, ends. Kept until the next call.
    const std::vector<std::size_t>& graphemes(std::string_view text);
    const std::vector<std::size_t>& words(std::string_view text);
    /// `pen_x` in device pixels; its fraction picks the picture.
    const Glyph& glyph(std::string_view cluster, int weight, float css_size, float pen_x);
    /// Where the glyph's picture starts for that pen.
    float snapped(float pen_x) const;

    float density() const { return density_; }
    ImFontAtlas* atlas() const { return atlas_; }

  private:
    const std::vector<std::size_t>& pieces(std::string_view text, TextRasterizer::Pieces kind);
    int phases() const;
    void forget_unused(std::uint32_t frames);  ///< what was not drawn for so long

    TextRasterizer& rasterizer_;
    ImFontAtlas* atlas_ = nullptr;
    std::unordered_map<std::uint64_t, Glyph> glyphs_;    ///< by text, weight, size and phase
    std::unordered_map<std::uint64_t, float> advances_;  ///< em, by text and weight
    std::unordered_map<std::uint64_t, float> kerning_;   ///< em, by pair and weight
    std::unordered_map<std::uint64_t, std::vector<std::size_t>> pieces_;  ///< by text and kind
    std::size_t pixels_ = 0;                                              ///< of all pictures
    float density_ = 1;
    std::uint32_t frame_ = 0;
};

}  // namespace lsl::ui
