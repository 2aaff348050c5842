#include "client/ui/paint/shadows.h"

#include <algorithm>
#include <cmath>

#include <imgui.h>
#include <imgui_internal.h>

#include "client/ui/layout/layout.h"

namespace lsl::ui {

namespace {

constexpr float resolution = 0.5f;  ///< texels per CSS pixel: blurs are smooth

/// Signed distance to a rounded box around the origin.
float distance(float x, float y, float half, float radius) {
    const float qx = std::abs(x) - half + radius, qy = std::abs(y) - half + radius;
    const float ox = std::max(qx, 0.0f), oy = std::max(qy, 0.0f);
    return std::sqrt(ox * ox + oy * oy) + std::min(std::max(qx, qy), 0.0f) - radius;
}

}  // namespace

Shadows::Picture& Shadows::picture(ImFontAtlas* atlas, float radius, float blur) {
    const auto key =
        static_cast<std::uint32_t>(radius * 4) << 16 | static_cast<std::uint32_t>(blur * 4);
    const auto [entry, is_new] = pictures_.try_emplace(key);
    Picture& made = entry->second;
    if (!is_new) return made;

    const float sigma = blur / 2;
    made.reach = std::ceil(sigma * 2.5f);
    made.corner = made.reach + std::ceil(std::max(radius, sigma * 2.5f));
    const int side = static_cast<int>(made.corner * 2 * resolution) + 2;
    ImFontAtlasRect place;
    made.rect = atlas->AddCustomRect(side, side, &place);
    if (made.rect == ImFontAtlasRectId_Invalid) return made;
    const float half_box = made.corner - made.reach;
    // A gaussian pulls round corners further in than the distance tells; a wider radius matches it.
    const float soft_radius = std::min(half_box, radius + sigma * 0.9f);
    for (int row = 0; row < side; ++row) {
        auto* out =
            static_cast<unsigned char*>(atlas->TexData->GetPixelsAt(place.x, place.y + row));
        for (int column = 0; column < side; ++column) {
            const float middle = static_cast<float>(side) / 2;
            const float x = (static_cast<float>(column) + 0.5f - middle) / resolution;
            const float y = (static_cast<float>(row) + 0.5f - middle) / resolution;
            const float d = distance(x, y, half_box, soft_radius);
            const float alpha = 0.5f * std::erfc(d / (sigma * 1.41421f));
            out[column * 4 + 0] = out[column * 4 + 1] = out[column * 4 + 2] = 255;
            out[column * 4 + 3] = static_cast<unsigned char>(std::clamp(alpha, 0.0f, 1.0f) * 255);
        }
    }
    ImFontAtlasTextureBlockQueueUpload(atlas, atlas->TexData, place.x, place.y, place.w, place.h);
    return made;
}

void Shadows::draw(ImDrawList* list, ImFontAtlas* atlas, const Rect& rect, float radius, float blur,
                   std::uint32_t color) {
    const Picture& shape = picture(atlas, radius, blur);
    ImFontAtlasRect place;
    if (shape.rect < 0 || !atlas->GetCustomRect(shape.rect, &place)) return;
    const Rect outer = inset(rect, -shape.reach);
    const float corner_x = std::min(shape.corner, outer.width / 2);
    const float corner_y = std::min(shape.corner, outer.height / 2);
    const float xs[] = {outer.x, outer.x + corner_x, right(outer) - corner_x, right(outer)};
    const float ys[] = {outer.y, outer.y + corner_y, bottom(outer) - corner_y, bottom(outer)};
    const ImVec2 middle((place.uv0.x + place.uv1.x) / 2, (place.uv0.y + place.uv1.y) / 2);
    const float us[] = {place.uv0.x, middle.x, middle.x, place.uv1.x};
    const float vs[] = {place.uv0.y, middle.y, middle.y, place.uv1.y};
    list->PrimReserve(9 * 6, 9 * 4);
    for (int row = 0; row < 3; ++row) {
        for (int column = 0; column < 3; ++column) {
            list->PrimRectUV({xs[column], ys[row]}, {xs[column + 1], ys[row + 1]},
                             {us[column], vs[row]}, {us[column + 1], vs[row + 1]}, color);
        }
    }
}

void Shadows::clear(ImFontAtlas* atlas) {
    for (const auto& [key, shape] : pictures_) {
        if (shape.rect >= 0) atlas->RemoveCustomRect(shape.rect);
    }
    pictures_.clear();
}

}  // namespace lsl::ui
