#include <imgui.h>

#include <string>
#include <string_view>

#include "client/platform/bridge.h"
#include "client/platform/null/fake_browser.h"

namespace lsl::platform {

bool start(Listener& listener) {
    FakeBrowser& browser = fake_browser();
    browser.listener = &listener;
    if (!browser.has_webgl) return false;
    ImGui::GetIO().BackendFlags |=
        ImGuiBackendFlags_RendererHasVtxOffset | ImGuiBackendFlags_RendererHasTextures;
    listener.on_viewport(browser.viewport);
    request_frame();
    return true;
}

void request_frame() { fake_browser().frame_requested = true; }

void wake_after(std::chrono::milliseconds time) {
    fake_browser().wake.reset();
    if (time.count() >= 0) fake_browser().wake = time;
}

/// Says yes to every texture, so that ImGui goes on as if they were drawn.
void paint(ImDrawData* draw_data) {
    ++fake_browser().paints;
    if (!draw_data || !draw_data->Textures) return;
    for (ImTextureData* texture : *draw_data->Textures) {
        if (texture->Status == ImTextureStatus_WantCreate) {
            texture->SetTexID(1);
            texture->SetStatus(ImTextureStatus_OK);
        } else if (texture->Status == ImTextureStatus_WantUpdates) {
            texture->SetStatus(ImTextureStatus_OK);
        } else if (texture->Status == ImTextureStatus_WantDestroy && texture->UnusedFrames > 0) {
            texture->SetTexID(ImTextureID_Invalid);
            texture->SetStatus(ImTextureStatus_Destroyed);
        }
    }
}

UtcTime utc_now() { return fake_browser().utc; }

MonoTime mono_now() { return fake_browser().mono; }

void set_title(std::string_view title) { fake_browser().title = title; }

void set_page_height(float height) { fake_browser().page_height = height; }

void set_theme(const PageTheme& theme) { fake_browser().theme = theme; }

void set_cursor(Cursor cursor) { fake_browser().cursor = cursor; }

void set_semantics(std::string_view json) {
    fake_browser().semantics = json;
    ++fake_browser().semantics_updates;
}

void focus_node(std::uint32_t node) { fake_browser().focused_node = node; }

void scroll_to(float y, bool) { fake_browser().scroll_y = y; }

void lock_scroll(bool locked) { fake_browser().scroll_locked = locked; }

}  // namespace lsl::platform
