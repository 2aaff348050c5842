#pragma once

#include "client/ui/paint/images.h"
#include "client/ui/text/rasterizer.h"

namespace lsl::app {

/// The browser's letters and icons for the toolkit.
class BrowserLetters final : public ui::TextRasterizer {
  public:
    float advance(std::string_view text, int weight, float pixel_size) override;
    float kerning(char32_t left, char32_t right, int weight) override;
    ui::GlyphBitmap rasterize(std::string_view text, int weight, float pixel_size,
                              float phase) override;
    std::vector<std::size_t> pieces(std::string_view text, Pieces pieces) override;
};

/// The browser's pictures for the toolkit.
class BrowserPictures final : public ui::ImageSource {
  public:
    ui::Image image(std::string_view url) override;
};

}  // namespace lsl::app
