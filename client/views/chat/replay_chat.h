#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// Beside a recording: what was said up to the place that is played, in a column as high as the
/// screen, or below it in a panel. Nothing while there is a room to write in, no recording plays,
/// or the person has hidden the chat. A press on a message plays from there.
void replay_chat_beside(const View& view, ui::Column& column, const domain::Stream& stream);
void replay_chat_below(const View& view, ui::Column& column, const domain::Stream& stream);

/// Under the video: the way back to a chat that is hidden.
void replay_chat_shown_again(const View& view, ui::Column& column, const domain::Stream& stream);

/// Over the line of the player's seek bar: how much was tapped when. `row` is the bar's.
void energy_on_seek_bar(const View& view, const ui::Rect& row);

}  // namespace lsl::views
