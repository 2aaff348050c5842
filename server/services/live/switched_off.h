#pragma once

namespace lsl::services {

/// What the person who sends has switched off.
struct SwitchedOff {
    bool camera = false, microphone = false;
};

}  // namespace lsl::services
