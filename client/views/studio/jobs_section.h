#pragma once

#include <string>

#include "client/views/view.h"

namespace lsl::views {

/// What happens by itself, and the room for recordings; nothing until it is known.
void jobs_section(const View& view, ui::Column& column);

/// Why a job waits with something, for its section and its dialog.
std::string held_text(const View& view, const wire::JobState& job);

}  // namespace lsl::views
