#include "client/ui/layout/scroll_area.h"

#include <cmath>

#include "client/ui/core/ui.h"

namespace lsl::ui {

namespace {

/// The height of the content in the frame before, padding included.
float& kept_height(Ui& ui) { return ui.kept(ui.id("height"), 0); }

Node node_of(Ui& ui, Role role, std::string_view name, const Rect& window, int follow_end) {
    const float content = kept_height(ui);
    return {.id = ui.claim("area"),
            .role = role,
            .name = std::string(name),
            .rect = window,
            .scroll_height = content > window.height ? content : 0,
            .follow_end = follow_end};
}

}  // namespace

ScrollArea::ScrollArea(Ui& ui, Role role, std::string_view name, const Rect& window, float padding,
                       float gap, int follow_end)
    : ui_(ui),
      id_(ui, name),
      window_(window),
      padding_(padding),
      node_(ui, node_of(ui, role, name, window, follow_end)),
      column(ui, window.x + padding, window.y + padding, window.width - 2 * padding, gap) {
    const bool scrolls = kept_height(ui) > window.height;
    scroll_.emplace(ui, window, scrolls ? ui.scrolled(node_.id()) : 0.0f);
}

ScrollArea::~ScrollArea() {
    scroll_.reset();
    const float needed = column.bottom() + padding_ - window_.y;
    float& height = kept_height(ui_);
    if (std::abs(height - needed) < 1) return;
    height = needed;
    ui_.motion.keep_painting();
}

}  // namespace lsl::ui
