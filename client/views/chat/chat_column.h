#pragma once

#include "client/views/view.h"

namespace lsl::views {

enum class ChatShape : std::uint8_t {
    Beside,  ///< a card beside the video, with a head
    Below,   ///< on a phone, below the video
    Stage,   ///< beside the teacher's picture, with the switch that quiets it
};

/// The page of that class has a room, and it is time for it.
bool has_chat(const View& view, const domain::Stream& stream);

/// All of the room in `rect`: who is here, pins, messages, the field.
void chat_column(const View& view, const ui::Rect& rect, const domain::Stream& stream,
                 ChatShape shape);

/// On the stage of a phone: the newest message in one line, and the way to all of them.
void chat_line(const View& view, const ui::Rect& rect, const domain::Stream& stream);

}  // namespace lsl::views
