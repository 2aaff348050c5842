#include "server/recorder/finish/replay_check.h"

namespace lsl::recorder {

namespace {

constexpr std::chrono::seconds most_missing{2};
/// In a class of a few seconds the packets that meet at its ends are not worth a word.
constexpr std::int64_t few_packets = 5;
constexpr std::int64_t packets_of_a_second = 50;
/// A sound card that runs fast makes so many packets more than there is time for, of ten thousand.
constexpr std::int64_t drift_of_10000 = 5;

bool misses_sound(const ReplayFigures& figures) {
    const std::int64_t missing = figures.sound_received - figures.sound_written;
    if (missing <= few_packets) return false;
    const std::int64_t allowed =
        packets_of_a_second + figures.sound_received * drift_of_10000 / 10'000;
    return missing * 100 > figures.sound_received || missing > allowed;
}

}  // namespace

std::string shortfall(const ReplayFigures& figures) {
    std::string words;
    if (figures.replay + most_missing < figures.live) {
        const auto missing =
            std::chrono::duration_cast<std::chrono::seconds>(figures.live - figures.replay);
        words =
            "The replay is " + std::to_string(missing.count()) + " s shorter than the class was.";
    }
    if (misses_sound(figures)) {
        if (!words.empty()) words += " ";
        words += std::to_string(figures.sound_received - figures.sound_written) + " of " +
                 std::to_string(figures.sound_received) +
                 " packets of sound are missing in the replay.";
    }
    return words;
}

}  // namespace lsl::recorder
