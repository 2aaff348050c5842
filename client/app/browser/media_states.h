#pragma once

#include "client/model/media.h"
#include "client/model/messages.h"
#include "client/player/broadcasting.h"
#include "client/player/playback.h"

namespace lsl::app {

// What the views are told of the player and the console.
model::Player player_state(const player::Playback& playback);
model::Capture capture_state(const player::Broadcasting& broadcasting,
                             const model::Messages& messages, double now);
model::Broadcast broadcast_state(const player::Broadcasting& broadcasting,
                                 const model::Messages& messages);

}  // namespace lsl::app
