#pragma once

struct ImFontAtlas;

namespace lsl::ui {

/// Gives ImGui the one font that it insists on: it has no glyphs, since text is drawn by Glyphs.
void add_blank_font(ImFontAtlas* atlas);

}  // namespace lsl::ui
