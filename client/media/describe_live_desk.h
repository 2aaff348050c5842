#pragma once

#include "client/media/desk.h"
#include "shared/wire/archive.h"

// The player's desk by the names in which JavaScript tells it (web/live_desk.js).

namespace lsl::media {

void describe(wire::Archive& a, LiveDesk& m);

}  // namespace lsl::media
