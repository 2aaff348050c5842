#pragma once

#include "client/views/view.h"

namespace lsl::views {

inline constexpr float answers_height = 44;

/// Again, slower, faster: what the teacher can act on while dancing, and on wide lines the five
/// reactions at the end; on narrow ones behind a button.
void answers(const View& view, const ui::Rect& line);
/// The five by themselves, where they were opened on a narrow screen.
void reactions(const View& view, const ui::Rect& line);

}  // namespace lsl::views
