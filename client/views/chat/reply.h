#pragma once

#include <string>

#include "client/views/view.h"

namespace lsl::views {

/// "Kofi: slower arms", of a message that another one answers; in general words where it is not
/// here, or gone.
std::string answered_text(const View& view, MessageId id);

/// Above a row's text: what it answers, in one line. No height where it answers nothing.
float reply_line_height(const wire::MessageRow& row);
void reply_line(const View& view, const ui::Rect& place, const wire::MessageRow& row);

/// Above the field: what the next message will answer, and the way out of that. No height while it
/// answers nothing.
float reply_bar_height(const View& view);
void reply_bar(const View& view, const ui::Rect& place);

}  // namespace lsl::views
