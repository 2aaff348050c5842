#pragma once

#include <cstdint>
#include <unordered_map>

#include "client/ui/core/semantics.h"

struct ImDrawList;
struct ImFontAtlas;

namespace lsl::ui {

/// Blurred rounded rectangles, as nine slices of one small picture per radius and blur in the
/// atlas.
class Shadows {
  public:
    /// `rect` on screen is the box that throws the shadow, CSS pixels; `color` packed for ImGui.
    void draw(ImDrawList* list, ImFontAtlas* atlas, const Rect& rect, float radius, float blur,
              std::uint32_t color);
    void clear(ImFontAtlas* atlas);

  private:
    struct Picture {
        int rect = -1;
        float reach = 0;   ///< how far it spreads outside the box, CSS pixels
        float corner = 0;  ///< side of a corner slice
    };
    Picture& picture(ImFontAtlas* atlas, float radius, float blur);

    std::unordered_map<std::uint32_t, Picture> pictures_;
};

}  // namespace lsl::ui
