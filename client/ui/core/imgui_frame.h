#pragma once

struct ImGuiContext;

namespace lsl::ui {

/// The frame of Dear ImGui without its windows: texture atlas, the draw lists of back- and
/// foreground, and the queue of pointer events. ImGui::NewFrame and ImGui::Render do the same for
/// these, and more for windows, tables, keyboard navigation and settings, none of which is used
/// here.

/// A context with one viewport and a blank font, made current.
ImGuiContext* make_imgui_context();
void destroy_imgui_context(ImGuiContext* context);

/// Takes what one frame can take of the queued events and clears the draw lists. Lengths are CSS
/// pixels, `density` is device pixels per CSS pixel.
void begin_imgui_frame(ImGuiContext& context, float width, float height, float density);
/// Leaves the frame in ImGui::GetDrawData() and textures in ImGui::GetPlatformIO().
void end_imgui_frame(ImGuiContext& context);

}  // namespace lsl::ui
