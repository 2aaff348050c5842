#pragma once

#include "client/platform/bridge.h"

namespace lsl::platform {

/// Answers find their askers by it; never 0, never twice.
RequestId next_request_id();

}  // namespace lsl::platform
