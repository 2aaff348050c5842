#pragma once

#include "server/media/media_types.h"
#include "server/media/room/room.h"
#include "server/media/session.h"

namespace lsl::media {

/// A room's health, for the instructor's screen and /metrics.
RoomStats report_room(const Room& room, MonoTime now);
/// The layers of its room as a viewer's session has them. `session` is a viewer's.
ViewerLayers report_layers(const Session& session, MonoTime now);

}  // namespace lsl::media
