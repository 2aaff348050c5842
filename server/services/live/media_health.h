#pragma once

#include "server/media/io/media_thread.h"
#include "shared/wire/rows.h"

namespace lsl::services {

/// How the publisher's picture arrives, with a verdict in one word for the instructor.
wire::MediaHealth media_health(const media::RoomStats& stats);
/// Picture or sound comes in.
bool media_arrives(const wire::MediaHealth& health);

}  // namespace lsl::services
