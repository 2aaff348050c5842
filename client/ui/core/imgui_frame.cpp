#include "client/ui/core/imgui_frame.h"

#include <initializer_list>

#include <imgui.h>
#include <imgui_internal.h>

#include "client/ui/core/blank_font.h"

namespace lsl::ui {

namespace {

constexpr float finest_curve = 0.2f;  ///< device pixels between a circle and its polygon
constexpr int atlas_width = 1024, atlas_height = 512;

void update_draw_list_data(ImGuiContext& context, float width, float height, float density) {
    ImDrawListSharedData& data = context.DrawListSharedData;
    data.ClipRectFullscreen = ImVec4(0, 0, width, height);
    data.CurveTessellationTol = context.Style.CurveTessellationTol;
    data.SetCircleTessellationMaxError(finest_curve / density);
    data.InitialFringeScale = 1 / density;
    data.InitialFlags = ImDrawListFlags_AntiAliasedLines | ImDrawListFlags_AntiAliasedLinesUseTex |
                        ImDrawListFlags_AntiAliasedFill;
    if (context.IO.BackendFlags & ImGuiBackendFlags_RendererHasVtxOffset) {
        data.InitialFlags |= ImDrawListFlags_AllowVtxOffset;
    }
}

void update_button(ImGuiIO& io) {
    const bool was_down = io.MouseDownDuration[0] >= 0;
    io.MouseClicked[0] = io.MouseDown[0] && !was_down;
    io.MouseReleased[0] = !io.MouseDown[0] && was_down;
    io.MouseDownDuration[0] = io.MouseDown[0] ? 0.0f : -1.0f;
}

}  // namespace

ImGuiContext* make_imgui_context() {
    ImGuiContext* context = IM_NEW(ImGuiContext)(nullptr);
    ImGui::SetCurrentContext(context);
    context->Viewports.push_back(IM_NEW(ImGuiViewportP)());
    ImFontAtlas* atlas = context->IO.Fonts;
    atlas->TexMinWidth = atlas_width;
    atlas->TexMinHeight = atlas_height;
    context->DrawListSharedData.FontAtlas = atlas;
    ImGui::RegisterFontAtlas(atlas);
    add_blank_font(atlas);
    return context;
}

void destroy_imgui_context(ImGuiContext* context) {
    ImGuiContext* current = ImGui::GetCurrentContext();
    ImGui::SetCurrentContext(context);
    context->Viewports.clear_delete();
    ImFontAtlas* atlas = context->IO.Fonts;
    ImGui::UnregisterFontAtlas(atlas);
    IM_DELETE(atlas);
    IM_DELETE(context);
    ImGui::SetCurrentContext(current == context ? nullptr : current);
}

void begin_imgui_frame(ImGuiContext& context, float width, float height, float density) {
    ImGui::SetCurrentContext(&context);
    ImGuiIO& io = context.IO;
    io.DisplaySize = ImVec2(width, height);
    io.DisplayFramebufferScale = ImVec2(density, density);
    ++context.FrameCount;
    context.InputEventsTrail.resize(0);
    ImGui::UpdateInputEvents(io.ConfigInputTrickleEventQueue);
    update_button(io);

    const bool has_textures = (io.BackendFlags & ImGuiBackendFlags_RendererHasTextures) != 0;
    ImFontAtlasUpdateNewFrame(io.Fonts, context.FrameCount, has_textures);
    ImFontAtlasUpdateDrawListsSharedData(io.Fonts);
    update_draw_list_data(context, width, height, density);

    ImGuiViewportP* viewport = context.Viewports[0];
    viewport->Size = io.DisplaySize;
    viewport->DrawDataP.Valid = false;
}

void end_imgui_frame(ImGuiContext& context) {
    ImVector<ImTextureData*>& textures = context.PlatformIO.Textures;
    textures.resize(0);
    for (ImTextureData* texture : context.IO.Fonts->TexList) {
        texture->RefCount = 1;
        textures.push_back(texture);
    }
    ImGuiViewportP* viewport = context.Viewports[0];
    ImDrawData& data = viewport->DrawDataP;
    data.Clear();
    data.Valid = true;
    data.DisplaySize = viewport->Size;
    data.FramebufferScale = context.IO.DisplayFramebufferScale;
    data.OwnerViewport = viewport;
    data.Textures = &textures;
    for (ImDrawList* list : {ImGui::GetBackgroundDrawList(), ImGui::GetForegroundDrawList()}) {
        data.AddDrawList(list);
    }
}

}  // namespace lsl::ui
