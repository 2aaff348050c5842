#pragma once

#include "server/media/io/media_thread.h"
#include "server/services/live/switched_off.h"
#include "shared/wire/rows.h"

namespace lsl::services {

/// How the publisher's picture arrives, with a verdict in one word for the instructor. What is
/// switched off is no fault of the line.
wire::MediaHealth media_health(const media::RoomStats& stats, SwitchedOff off = {});
/// Viewers are to be told, too.
bool other_switched_off(const wire::MediaHealth& a, const wire::MediaHealth& b);
/// Picture or sound comes in.
bool media_arrives(const wire::MediaHealth& health);

}  // namespace lsl::services
