#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace lsl::recorder {

/// What came in of a class, and what of it is in the replay. Nothing may be lost in silence: this
/// is compared at the end of every recording.
struct ReplayFigures {
    std::chrono::milliseconds live{0};    ///< from the first packet that arrived to the last
    std::chrono::milliseconds replay{0};  ///< length
    std::int64_t sound_received = 0;      ///< packets that arrived, each once
    std::int64_t sound_written = 0;       ///< of them, in the replay
};

/// What is wrong, in a sentence or two, for the person who taught; any thread; empty when the
/// replay is as long as the class but for two seconds and has 99 of a hundred packets of sound.
std::string shortfall(const ReplayFigures& figures);

}  // namespace lsl::recorder
