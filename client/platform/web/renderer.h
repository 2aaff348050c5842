#pragma once

struct ImDrawData;

namespace lsl::platform {

/// ImGui's GL3 backend on the page's WebGL2 canvas, through losses of the context.
/// False: no WebGL2.
bool start_renderer();
void render(ImDrawData* draw_data);

/// The context went: nothing is drawn until it is back.
void renderer_lost();
void renderer_restored();

}  // namespace lsl::platform
