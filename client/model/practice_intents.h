#pragma once

#include <cstddef>

// What a person wants of the practice player.

namespace lsl::model::intent {

struct ToggleMirror {};
struct SetSpeed {
    double speed = 1;
};
struct StepSpeed {
    int steps = 0;  ///< of the ladder, up or down
};
struct StepFrames {
    int frames = 0;
};
struct MarkLoop {
    bool end = false;  ///< B; else A
};
struct SetLoop {
    double from_s = 0, to_s = 0;
};
struct ToggleLoop {};
struct LoopLastCounts {};
struct TapBeat {};
struct ToggleAloud {};
struct ToggleCountIn {};
struct ToggleSpeedUp {};
struct ContinueReplay {};  ///< where it was left
struct KeepLoop {};        ///< in the list of this class
struct PlayKeptLoop {
    std::size_t number = 0;  ///< in the list, from 0
};
struct RemoveKeptLoop {
    std::size_t number = 0;
};

}  // namespace lsl::model::intent
