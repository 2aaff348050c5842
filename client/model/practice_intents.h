#pragma once

#include <cstddef>
#include <string>

// What a person wants of the practice player.

namespace lsl::model::intent {

/// What the player's desk told, as it told it: only the player's part reads it.
struct HearLiveDesk {
    std::string json;
};
/// The last seconds of a live class, in a corner at half speed; or no more of it.
struct ToggleAgain {};
/// The student's own camera: on or off, over the class or below it, mirrored, late.
struct ToggleOwnCamera {};
struct ToggleOwnOver {};
struct ToggleOwnMirror {};
struct SetOwnDelay {
    double seconds = 0;
};
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
