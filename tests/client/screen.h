#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <imgui.h>

#include "client/ui/core/ui.h"
#include "client/ui/layout/layout.h"
#include "client/ui/paint/images.h"
#include "client/ui/text/rasterizer.h"
#include "client/ui/text/utf8.h"

namespace lsl::ui {

/// Letters half an em wide, CJK and emoji a whole one; pictures are plain boxes.
class FixedWidthRasterizer : public TextRasterizer {
  public:
    float advance(std::string_view text, int, float pixel_size) override {
        float em = 0;
        for (std::size_t at = 0; at < text.size();) {
            const char32_t c = next_code_point(text, at);
            if (c == 0x200D || (c >= 0xFE00 && c <= 0xFE0F)) continue;
            em += is_wide(c) ? 1.0f : 0.5f;
        }
        return (text.size() > 4 && is_wide(first_of(text)) ? 1.0f : em) * pixel_size;
    }
    float kerning(char32_t, char32_t, int) override { return 0; }
    GlyphBitmap rasterize(std::string_view text, int, float pixel_size, float) override {
        drawn.emplace_back(text);
        GlyphBitmap out;
        out.width = out.height = static_cast<int>(pixel_size / 2) + 1;
        out.top = -out.height;
        out.rgba.assign(static_cast<std::size_t>(out.width * out.height) * 4, 255);
        return out;
    }

    std::vector<std::string> drawn;  ///< what was asked to be drawn, once per picture

  private:
    static char32_t first_of(std::string_view text) {
        std::size_t at = 0;
        return next_code_point(text, at);
    }
};

class NoImages : public ImageSource {
  public:
    Image image(std::string_view) override { return next; }
    Image next;
};

/// A screen without a browser: views run in it, a finger or a keyboard works it, and what it says
/// is read from the semantic tree.
class Screen {
  public:
    using View = std::function<void(Ui&)>;

    explicit Screen(float width = 1280, float height = 800) {
        input.width = width;
        input.height = height;
        ImGuiIO& io = ImGui::GetIO();
        io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    }

    /// One frame; textures are taken as a renderer would.
    const FrameOutput& frame(const View& view) {
        ui.begin(input);
        view(ui);
        output = ui.end();
        for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
            if (texture->Status == ImTextureStatus_WantDestroy) {
                texture->SetTexID(ImTextureID_Invalid);
                texture->SetStatus(ImTextureStatus_Destroyed);
            } else if (texture->Status != ImTextureStatus_OK &&
                       texture->Status != ImTextureStatus_Destroyed) {
                texture->SetTexID(1);
                texture->SetStatus(ImTextureStatus_OK);
            }
        }
        return output;
    }

    /// Frames until nothing moves any more (at most two seconds).
    const FrameOutput& settle(const View& view) {
        frame(view);
        for (int i = 0; i < 120 && output.paint_again; ++i) {
            input.now += 1.0 / 60;
            frame(view);
        }
        return output;
    }

    const Node* find(Role role, std::string_view name) const {
        for (const Node& node : output.tree) {
            if (node.role == role && node.name == name) return &node;
        }
        return nullptr;
    }
    const Node& get(Role role, std::string_view name) const {
        static const Node missing;
        const Node* node = find(role, name);
        EXPECT_NE(node, nullptr) << "nothing on screen is called \"" << name << '"';
        return node ? *node : missing;
    }
    bool shows(std::string_view text) const {
        for (const Node& node : output.tree) {
            if (node.name.find(text) != std::string::npos) return true;
        }
        return false;
    }

    // A pointer. Positions are the middle of the node, wherever it is on screen.
    void point_at(const Node& node, const View& view) {
        const Rect on_screen = node.fixed ? node.rect : moved(node.rect, 0, -input.scroll_y);
        move_to(centre_x(on_screen), centre_y(on_screen), view);
    }
    void move_to(float x, float y, const View& view) {
        ImGui::GetIO().AddMousePosEvent(x, y);
        drain(view);
    }
    void press_down(const View& view) {
        ImGui::GetIO().AddMouseButtonEvent(0, true);
        drain(view);
    }
    void let_go(const View& view) {
        ImGui::GetIO().AddMouseButtonEvent(0, false);
        drain(view);
    }
    void click(Role role, std::string_view name, const View& view) {
        point_at(get(role, name), view);
        press_down(view);
        let_go(view);
    }

    FrameInput input;
    FrameOutput output;
    FixedWidthRasterizer letters;
    NoImages images;
    Ui ui{letters, images};

  private:
    void drain(const View& view) {
        do {
            input.now += 0.001;
            frame(view);
        } while (ui.input_pending());
    }
};

}  // namespace lsl::ui
