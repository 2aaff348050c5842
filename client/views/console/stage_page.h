#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// The page of a class while it is live: what the teacher must see from three metres first, what
/// she presses while she dances below it, and the rest beside or beneath.
void stage_page(const View& view, const wire::InstructorStream& row);

}  // namespace lsl::views
