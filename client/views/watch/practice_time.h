#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// What plays is a recording that can be practised with.
bool practises(const View& view);

/// Whether what moves with the picture is shown moving: while the controls are, or counts are said.
/// Else a loop plays for hours without a frame of the canvas.
bool follows_picture(const View& view);

/// The recording's second now, between two reports of the player.
double practice_position(const View& view);

/// Asks for a frame at the next count, while the picture plays and is followed.
void wake_at_next_count(const View& view);

/// "12:05.3"
std::string exact_clock(double seconds);

/// "0.75×"
std::string speed_text(const View& view, double speed);

}  // namespace lsl::views
