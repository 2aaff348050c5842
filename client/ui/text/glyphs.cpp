#include "client/ui/text/glyphs.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include <imgui.h>
#include <imgui_internal.h>

#include "client/ui/text/utf8.h"

namespace lsl::ui {

namespace {

/// The size at which advances are measured: large, so that no hinting rounds them.
constexpr float measuring_size = 128;
/// Above this many pictures those not used for a while are dropped.
constexpr std::size_t many_glyphs = 4000;
constexpr std::uint32_t a_while = 600;  ///< frames
/// Runs are large and many of them pass by, clocks above all: their pixels count as well.
constexpr std::size_t many_pixels = 3u << 20;
constexpr std::uint32_t a_moment = 60;
constexpr std::size_t many_texts = 20000;  ///< of which something is remembered

std::uint64_t hash(std::string_view text, std::uint64_t seed) {
    std::uint64_t h = seed * 0x9e3779b97f4a7c15u + 0xcbf29ce484222325u;
    h ^= h >> 32;  // the letters alone must not undo a difference of the seeds
    for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return h ^ (h >> 29);
}

constexpr std::string_view diamond_text = "\xE2\x97\x86";  // ◆, the sign of tokens
constexpr float diamond_half = 0.46f, diamond_advance = 0.98f, diamond_middle = 0.362f;  // em

/// The token sign is drawn here: few fonts have it, and none alike.
GlyphBitmap diamond(float pixel_size, float phase) {
    const float half = diamond_half * pixel_size;
    const float x = phase + diamond_advance * pixel_size / 2, y = -diamond_middle * pixel_size;
    GlyphBitmap out;
    out.left = static_cast<int>(std::floor(x - half)) - 1;
    out.top = static_cast<int>(std::floor(y - half)) - 1;
    out.width = out.height = static_cast<int>(std::ceil(2 * half)) + 3;
    out.rgba.assign(static_cast<std::size_t>(out.width * out.height) * 4, 255);
    for (int row = 0; row < out.height; ++row) {
        for (int column = 0; column < out.width; ++column) {
            const float dx = std::abs(static_cast<float>(out.left + column) + 0.5f - x);
            const float dy = std::abs(static_cast<float>(out.top + row) + 0.5f - y);
            const float inside = (half - dx - dy) * 0.70711f + 0.5f;
            const auto pixel = static_cast<std::size_t>(row * out.width + column);
            out.rgba[pixel * 4 + 3] =
                static_cast<std::uint8_t>(std::clamp(inside, 0.0f, 1.0f) * 255 + 0.5f);
        }
    }
    return out;
}

int store(ImFontAtlas* atlas, const GlyphBitmap& bitmap) {
    if (bitmap.width <= 0 || bitmap.height <= 0) return -1;
    const auto needed = static_cast<std::size_t>(bitmap.width * bitmap.height) * 4;
    if (bitmap.rgba.size() < needed) return -1;
    ImFontAtlasRect place;
    const ImFontAtlasRectId id = atlas->AddCustomRect(bitmap.width, bitmap.height, &place);
    if (id == ImFontAtlasRectId_Invalid) return -1;
    const auto row_bytes = static_cast<std::size_t>(bitmap.width) * 4;
    for (int row = 0; row < bitmap.height; ++row) {
        std::memcpy(atlas->TexData->GetPixelsAt(place.x, place.y + row),
                    bitmap.rgba.data() + static_cast<std::size_t>(row) * row_bytes, row_bytes);
    }
    ImFontAtlasTextureBlockQueueUpload(atlas, atlas->TexData, place.x, place.y, place.w, place.h);
    return id;
}

}  // namespace

std::vector<std::size_t> TextRasterizer::pieces(std::string_view text, Pieces) {
    return grapheme_ends(text);
}

void Glyphs::begin(ImFontAtlas* atlas, float density) {
    if (density != density_) clear();
    atlas_ = atlas;
    density_ = density;
    ++frame_;
    if (glyphs_.size() > many_glyphs) forget_unused(a_while);
    if (pixels_ > many_pixels) forget_unused(a_moment);
    if (advances_.size() > many_texts) advances_.clear();
    if (pieces_.size() > many_texts / 20) pieces_.clear();
}

void Glyphs::clear() {
    for (const auto& [key, glyph] : glyphs_) {
        if (glyph.rect >= 0 && atlas_) atlas_->RemoveCustomRect(glyph.rect);
    }
    glyphs_.clear();
    pixels_ = 0;
    pieces_.clear();
    advances_.clear();
    kerning_.clear();
}

void Glyphs::forget_unused(std::uint32_t frames) {
    std::erase_if(glyphs_, [this, frames](const auto& entry) {
        const Glyph& glyph = entry.second;
        if (frame_ - glyph.last_used < frames) return false;
        pixels_ -= static_cast<std::size_t>(glyph.width) * static_cast<std::size_t>(glyph.height);
        if (glyph.rect >= 0) atlas_->RemoveCustomRect(glyph.rect);
        return true;
    });
}

float Glyphs::advance(std::string_view cluster, int weight, float css_size) {
    if (cluster == diamond_text) return diamond_advance * css_size;
    const std::uint64_t key = hash(cluster, static_cast<std::uint64_t>(weight));
    const auto [entry, is_new] = advances_.try_emplace(key);
    if (is_new) {
        entry->second = rasterizer_.advance(cluster, weight, measuring_size) / measuring_size;
    }
    return entry->second * css_size;
}

const std::vector<std::size_t>& Glyphs::pieces(std::string_view text, TextRasterizer::Pieces kind) {
    const auto [entry, is_new] =
        pieces_.try_emplace(hash(text, kind == TextRasterizer::Pieces::Words ? 2 : 1));
    if (is_new) entry->second = rasterizer_.pieces(text, kind);
    return entry->second;
}

const std::vector<std::size_t>& Glyphs::graphemes(std::string_view text) {
    return pieces(text, TextRasterizer::Pieces::Graphemes);
}

const std::vector<std::size_t>& Glyphs::words(std::string_view text) {
    return pieces(text, TextRasterizer::Pieces::Words);
}

float Glyphs::kerning(char32_t left, char32_t right, int weight) {
    const std::uint64_t key = (static_cast<std::uint64_t>(left) << 42) |
                              (static_cast<std::uint64_t>(right) << 16) |
                              static_cast<std::uint64_t>(weight);
    const auto [entry, is_new] = kerning_.try_emplace(key);
    if (is_new) entry->second = rasterizer_.kerning(left, right, weight);
    return entry->second;
}

int Glyphs::phases() const { return density_ < 1.5f ? 4 : density_ < 2.5f ? 2 : 1; }

float Glyphs::snapped(float pen_x) const {
    const auto steps = static_cast<float>(phases());
    return std::floor(pen_x * steps + 0.5f) / steps;
}

const Glyph& Glyphs::glyph(std::string_view cluster, int weight, float css_size, float pen_x) {
    const float pen = snapped(pen_x);
    const float phase = pen - std::floor(pen);
    const float pixel_size = css_size * density_;
    const std::uint64_t style =
        (static_cast<std::uint64_t>(std::bit_cast<std::uint32_t>(pixel_size)) << 24) ^
        (static_cast<std::uint64_t>(weight) << 4) ^ static_cast<std::uint64_t>(phase * 4 + 0.5f);
    const auto [entry, is_new] = glyphs_.try_emplace(hash(cluster, style));
    Glyph& glyph = entry->second;
    if (is_new) {
        const GlyphBitmap bitmap = cluster == diamond_text
                                       ? diamond(pixel_size, phase)
                                       : rasterizer_.rasterize(cluster, weight, pixel_size, phase);
        glyph = {store(atlas_, bitmap), bitmap.left,    bitmap.top, bitmap.width,
                 bitmap.height,         bitmap.colored, 0};
    }
    if (is_new) {
        pixels_ += static_cast<std::size_t>(glyph.width) * static_cast<std::size_t>(glyph.height);
    }
    glyph.last_used = frame_;
    return glyph;
}

}  // namespace lsl::ui
