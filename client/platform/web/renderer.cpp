#include "client/platform/web/renderer.h"

#include <GLES3/gl3.h>
#include <emscripten/html5_webgl.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include <cmath>

namespace lsl::platform {
namespace {

bool context_lost = false;

}  // namespace

bool start_renderer() {
    EmscriptenWebGLContextAttributes attributes;
    emscripten_webgl_init_context_attributes(&attributes);
    attributes.majorVersion = 2;
    attributes.alpha = true;
    attributes.premultipliedAlpha = true;
    attributes.antialias = false;  // ImGui draws its edges smooth itself
    attributes.depth = false;
    attributes.stencil = false;
    attributes.powerPreference = EM_WEBGL_POWER_PREFERENCE_LOW_POWER;
    attributes.enableExtensionsByDefault = false;
    const EMSCRIPTEN_WEBGL_CONTEXT_HANDLE context =
        emscripten_webgl_create_context("#canvas", &attributes);
    if (context <= 0) return false;
    emscripten_webgl_make_context_current(context);
    return ImGui_ImplOpenGL3_Init("#version 300 es");
}

void render(ImDrawData* draw_data) {
    if (context_lost) return;
    ImGui_ImplOpenGL3_NewFrame();  // makes the device objects, at first and after a loss
    // The backend cuts fractions off: a size that rounding left a hair below the canvas's would
    // lose its last row.
    const auto whole = [](float size, float scale) {
        return size > 0 ? (std::round(size * scale) + 0.25f) / size : scale;
    };
    draw_data->FramebufferScale = {whole(draw_data->DisplaySize.x, draw_data->FramebufferScale.x),
                                   whole(draw_data->DisplaySize.y, draw_data->FramebufferScale.y)};
    glClearColor(0, 0, 0, 0);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(draw_data);
}

void renderer_lost() {
    context_lost = true;
    // Names of the dead context mean nothing: the textures become "to be created" again.
    ImGui_ImplOpenGL3_DestroyDeviceObjects();
}

void renderer_restored() { context_lost = false; }

}  // namespace lsl::platform
