#pragma once

#include <cstdint>

#include "client/views/view.h"

namespace lsl::views {

/// The proportions of what is sent; of a usual camera while none is open.
float sent_aspect(const View& view);

/// Before a class, as in a looking-glass and with its controls on it; on stage, as viewers see it;
/// for the check, as in a looking-glass with nothing on it.
enum class PreviewKind : std::uint8_t { LookingGlass, Stage, Check };

/// The camera's picture, or what keeps it from being there and the way to it.
void preview(const View& view, const ui::Rect& rect, float radius, const domain::Stream& stream,
             PreviewKind kind);

}  // namespace lsl::views
