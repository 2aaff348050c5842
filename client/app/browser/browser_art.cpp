#include "client/app/browser/browser_art.h"

#include "client/platform/bridge.h"

#include <utility>

namespace lsl::app {

namespace {
/// Enough for the hero's picture on a dense screen.
constexpr int longest_side = 1280;
}  // namespace

float BrowserLetters::advance(std::string_view text, int weight, float pixel_size) {
    return platform::text_advance(text, weight, pixel_size);
}

float BrowserLetters::kerning(char32_t left, char32_t right, int weight) {
    return platform::text_kerning(left, right, weight);
}

ui::GlyphBitmap BrowserLetters::rasterize(std::string_view text, int weight, float pixel_size,
                                          float phase) {
    platform::GlyphBitmap drawn = platform::draw_text(text, weight, pixel_size, phase);
    ui::GlyphBitmap glyph;
    glyph.width = drawn.width;
    glyph.height = drawn.height;
    glyph.left = drawn.left;
    glyph.top = drawn.top;
    glyph.rgba = std::move(drawn.rgba);
    glyph.colored = drawn.colored;
    return glyph;
}

std::vector<std::size_t> BrowserLetters::pieces(std::string_view text, Pieces pieces) {
    std::vector<std::size_t> ends = platform::text_pieces(text, pieces == Pieces::Words);
    return ends.empty() ? TextRasterizer::pieces(text, pieces) : ends;
}

ui::Image BrowserPictures::image(std::string_view url) {
    const platform::Image loaded = platform::use_image(url, longest_side);
    ui::Image image;
    switch (loaded.state) {
        case platform::ImageState::Loading: image.state = ui::ImageState::Loading; break;
        case platform::ImageState::Ready: image.state = ui::ImageState::Loaded; break;
        case platform::ImageState::Failed: image.state = ui::ImageState::Failed; break;
    }
    image.texture = loaded.texture;
    image.width = static_cast<float>(loaded.width);
    image.height = static_cast<float>(loaded.height);
    return image;
}

}  // namespace lsl::app
