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
/// The picture closer by that many steps, or farther below 0; it stays within its frame.
struct StepZoom {
    int steps = 0;
};
struct ToggleZoom {};  ///< twice as large, or whole again
struct PanPicture {    ///< while it is larger than its frame: what is seen goes there
    int right = 0, down = 0;
};
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
struct ToggleSpoken {};  ///< counts aloud by a voice, or by clicks
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

/// The chapters of the page's class are read where they are not known, or changed.
struct ReadChapters {
    std::int64_t revision = 0;  ///< of the room; 0 where there is none
};
/// What the page's address asks for: `t` and `loop`, in seconds.
struct FollowAddress {};
/// The loop of that address, once the recording's length is known.
struct TakeLinkedLoop {};
/// A link to a place of the recording on this page, or to a loop in it.
struct CopyPlace {
    std::string what;  ///< names the button, so that it alone says "Copied"
    double from_s = 0;
    double to_s = 0;  ///< of a loop; else 0
};

}  // namespace lsl::model::intent
