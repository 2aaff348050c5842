#pragma once

#include "client/views/view.h"
#include "shared/domain/stream.h"

namespace lsl::views {

/// Whether the person is told of this class, and of new ones of its teacher; nothing for visitors,
/// and while it is not known.
void class_bells(const View& view, ui::Column& column, const domain::Stream& stream);

}  // namespace lsl::views
