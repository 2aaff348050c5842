#pragma once

#include "shared/base/clock.h"

namespace lsl::app {

/// The steady time as frames and toasts count it.
constexpr double seconds_of(MonoTime time) { return static_cast<double>(time.us) / 1e6; }

}  // namespace lsl::app
