#include "client/ui/core/blank_font.h"

#include <imgui.h>
#include <imgui_internal.h>
#include <misc/freetype/imgui_freetype.h>

namespace {

bool load_nothing(ImFontAtlas*, ImFontConfig*, ImFontBaked*, void*, ImWchar, ImFontGlyph*, float*) {
    return false;
}

const ImFontLoader& blank_loader() {
    static const ImFontLoader loader = [] {
        ImFontLoader made;
        made.Name = "blank";
        made.FontBakedLoadGlyph = load_nothing;
        return made;
    }();
    return loader;
}

}  // namespace

// imgui_config.h sets IMGUI_ENABLE_FREETYPE for one reason: ImGui then asks this function for its
// loader and leaves its TrueType rasteriser out of the build.
const ImFontLoader* ImGuiFreeType::GetFontLoader() { return &blank_loader(); }

namespace lsl::ui {

void add_blank_font(ImFontAtlas* atlas) {
    ImFontConfig config;
    config.FontLoader = &blank_loader();
    config.SizePixels = 16;
    atlas->AddFont(&config);
}

}  // namespace lsl::ui
