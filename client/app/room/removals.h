#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "client/app/state.h"

// What the team takes away from a room, and the way back while it is said.

namespace lsl::app {

/// Says that messages of that person are gone, with a button that brings back just these. `pinned`:
/// those of them that hung above the others.
void offer_to_restore(State& state, model::intent::RestoreMessages undo, const std::string& name);

/// The pins in the room that is shown, before something happens to them.
std::vector<MessageId> pins_now(const model::Chat& chat);

}  // namespace lsl::app
