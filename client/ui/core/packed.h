#pragma once

#include <imgui.h>

#include "client/ui/core/ui.h"

namespace lsl::ui {

/// The colour for ImGui's draw lists, with the opacity of the scope.
inline ImU32 packed(const Ui& ui, Color color) {
    const Color c = color.faded(ui.opacity());
    return IM_COL32(c.r, c.g, c.b, c.a);
}

}  // namespace lsl::ui
