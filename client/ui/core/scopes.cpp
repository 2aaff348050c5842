#include "client/ui/core/scopes.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <imgui.h>

#include "client/ui/layout/layout.h"

namespace lsl::ui {

LayerScope::LayerScope(Ui& ui, Layer layer)
    : ui_(ui),
      before_(ui.layer_),
      scroll_before_(std::exchange(ui.layer_scroll_, 0.0f)),
      window_before_(std::exchange(ui.layer_window_, std::nullopt)) {
    ui_.layer_ = layer;
}

LayerScope::~LayerScope() {
    ui_.layer_ = before_;
    ui_.layer_scroll_ = scroll_before_;
    ui_.layer_window_ = window_before_;
}

ScrollScope::ScrollScope(Ui& ui, const Rect& window, float scroll)
    : ui_(ui), scroll_before_(ui.layer_scroll_), window_before_(ui.layer_window_) {
    Rect seen = ui.on_screen(window);
    ui_.draw_list()->PushClipRect({std::floor(seen.x), std::floor(seen.y)},
                                  {std::ceil(right(seen)), std::ceil(bottom(seen))}, true);
    if (window_before_) seen = intersection(seen, *window_before_);
    ui_.layer_scroll_ += scroll;
    ui_.layer_window_ = seen;
}

ScrollScope::~ScrollScope() {
    ui_.draw_list()->PopClipRect();
    ui_.layer_scroll_ = scroll_before_;
    ui_.layer_window_ = window_before_;
}

void LayerScope::block(const Rect& rect) {
    ui_.interaction.block(ui_.on_screen(rect), ui_.layer());
}

NodeScope::NodeScope(Ui& ui, Role role, std::string_view name, const Rect& rect)
    : NodeScope(ui, Node{.role = role, .name = std::string(name), .rect = rect}) {}

NodeScope::NodeScope(Ui& ui, Node node) : ui_(ui) {
    if (node.id == 0) {
        IdScope role(ui_, static_cast<std::int64_t>(node.role));
        node.id = ui_.claim(node.name);
    }
    node.fixed = ui_.fixed();
    id_ = ui_.semantics.open(std::move(node));
}

NodeScope::~NodeScope() { ui_.semantics.close(); }

OpacityScope::OpacityScope(Ui& ui, float opacity) : ui_(ui), before_(ui.opacity_) {
    ui_.opacity_ *= std::clamp(opacity, 0.0f, 1.0f);
}

OpacityScope::~OpacityScope() { ui_.opacity_ = before_; }

TransformScope::TransformScope(Ui& ui, const Rect& rect, float scale, float move_x, float move_y)
    : ui_(ui),
      screen_(ui.on_screen(rect)),
      scale_(scale),
      move_x_(move_x),
      move_y_(move_y),
      first_vertex_(ui.draw_list()->VtxBuffer.Size) {}

TransformScope::~TransformScope() {
    if (scale_ == 1 && move_x_ == 0 && move_y_ == 0) return;
    const float x = centre_x(screen_), y = centre_y(screen_);
    ImVector<ImDrawVert>& vertices = ui_.draw_list()->VtxBuffer;
    for (int i = first_vertex_; i < vertices.Size; ++i) {
        ImVec2& at = vertices[i].pos;
        at = {x + (at.x - x) * scale_ + move_x_, y + (at.y - y) * scale_ + move_y_};
    }
}

PhysicalScope::PhysicalScope(Ui& ui) : ui_(ui), first_vertex_(ui.draw_list()->VtxBuffer.Size) {}

PhysicalScope::~PhysicalScope() {
    if (!ui_.mirrored()) return;
    ImVector<ImDrawVert>& vertices = ui_.draw_list()->VtxBuffer;
    for (int i = first_vertex_; i < vertices.Size; ++i) {
        vertices[i].pos.x = ui_.mirror_width() - vertices[i].pos.x;
    }
}

ClipScope::ClipScope(Ui& ui, const Rect& rect) : ui_(ui) {
    const Rect r = ui_.on_screen(rect);
    ui_.draw_list()->PushClipRect({std::floor(r.x), std::floor(r.y)},
                                  {std::ceil(right(r)), std::ceil(bottom(r))}, true);
}

ClipScope::~ClipScope() { ui_.draw_list()->PopClipRect(); }

}  // namespace lsl::ui
