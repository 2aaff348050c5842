#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "server/recorder/journal.h"

namespace lsl::recorder {

/// Turns the times in the parts into times on which sound and picture belong together, with all
/// that the journal knows at the end, so that even the first second is right though the first
/// sender report came after it.
///
/// A segment whose sender reports, and those of the other track's segments beside it, tell one
/// clock is placed by that clock: both tracks get the same offset from it, the least network delay
/// that either saw. Without such a pair each is placed by its least delayed arrivals. Corrections
/// bend gently (see `most_slope`), since a step is heard and seen; only a clock that was set anew,
/// or an encoder that paused its RTP clock, makes one.
class Alignment {
  public:
    explicit Alignment(const Journal& journal);

    /// Capture time of what lies at `media_us` in the parts. Not always monotonic across segments;
    /// writers clamp.
    std::int64_t align(media::TrackKind kind, std::int64_t media_us) const;

  private:
    /// What to add to a segment's times, linear between the nodes and constant beyond them.
    struct Node {
        std::int64_t media_us = 0;
        std::int64_t shift_us = 0;
    };
    struct Placed {
        std::int64_t start_us = 0;
        std::vector<Node> nodes;
    };

    static std::vector<Node> smooth(const std::vector<Journal::Point>& points, bool by_arrival);
    static std::int64_t shift_at(const std::vector<Node>& nodes, std::int64_t media_us);

    std::array<std::vector<Placed>, 2> tracks_;  ///< audio, video; ascending starts
};

}  // namespace lsl::recorder
