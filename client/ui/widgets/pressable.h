#pragma once

#include "client/ui/core/motion.h"
#include "client/ui/core/tokens.h"
#include "client/ui/core/ui.h"

namespace lsl::ui {

/// How a control shows that it is touched: hover 0…1, and the scale of a pressed thing.
struct Feel {
    Press press;
    float hover = 0;
    float scale = 1;
};

inline Feel feel(Ui& ui, Id id, const Rect& rect, bool disabled = false) {
    Feel out;
    out.press = ui.control(id, rect, disabled);
    const bool lit = out.press.hovered || out.press.held;
    out.hover = ui.motion.toward(id ^ 0x4015u, lit ? 1.0f : 0.0f, duration::press);
    out.scale =
        1 - 0.02f * ui.motion.toward(id ^ 0x9e1du, out.press.held ? 1.0f : 0.0f, duration::press);
    return out;
}

/// A Button, or a Link when there is somewhere to go.
inline Node control_node(Id id, std::string_view name, std::string_view href, const Rect& rect) {
    return {.id = id,
            .role = href.empty() ? Role::Button : Role::Link,
            .name = std::string(name),
            .href = std::string(href),
            .rect = rect};
}

}  // namespace lsl::ui
