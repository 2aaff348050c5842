#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// Beside a wide video: the room of the class, from here to the screen's lower edge. Nothing where
/// there is none, or the person has hidden it.
void room_beside(const View& view, ui::Column& column, const domain::Stream& stream);

/// Under the video: what can be told to the teacher in one press, and the way back to a chat that
/// is hidden.
void answers_part(const View& view, ui::Column& column, const domain::Stream& stream);

/// On narrow screens: the room under the video, as high as the rest of the screen.
void room_below(const View& view, ui::Column& column, const domain::Stream& stream);

/// A phone's keyboard is up while the room is written in: the video becomes a strip above the
/// messages. True: this is all that is on the screen.
bool room_over_keyboard(const View& view, const wire::PublicStream& row);

}  // namespace lsl::views
