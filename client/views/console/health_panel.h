#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// How the broadcast is doing: figures, what is sent, and advice in plain words. Sent from this
/// page, its own figures count, being the newer ones; else those of the server.
void health_panel(const View& view, ui::Column& column, const wire::InstructorStream& row);

}  // namespace lsl::views
