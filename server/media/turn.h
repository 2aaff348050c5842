#pragma once

#include "server/media/drops.h"
#include "server/media/outbox.h"
#include "shared/base/time.h"

namespace lsl::media {

/// One turn of the engine: the work that one datagram, one timer or one command causes. It is
/// handed down to everything that takes part in that work.
///
/// The time is the same for all of it. What wants to leave is written into `out`; a packet that
/// goes no further is counted in `drops` under its reason. Both belong to the engine and are valid
/// during the call only: a callee keeps neither the turn nor a reference out of it.
struct Turn {
    MonoTime now;
    Outbox& out;
    DropCounters& drops;
};

}  // namespace lsl::media
