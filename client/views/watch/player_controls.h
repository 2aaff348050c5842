#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// Media plays, or will by itself: the main control pauses.
bool runs(model::PlayerStage stage);

/// The controls over the lower edge of `picture`: play, sound, seek or delay, settings, windows.
void player_controls(const View& view, const ui::Rect& picture);

/// The browser lets it play without sound only: the way to hear it.
void tap_for_sound(const View& view, const ui::Rect& picture);

/// The list of keys, over the middle; what does not fit scrolls.
void keys_help(const View& view, const ui::Rect& picture);

/// How a live picture arrives, in the corner where no control is.
void player_statistics(const View& view, const ui::Rect& picture);

}  // namespace lsl::views
