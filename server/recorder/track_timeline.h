#pragma once

#include <cstdint>
#include <optional>

namespace lsl::recorder {

/// Places the frames of one track (audio or video) on capture time by their RTP timestamps: each
/// source is anchored where its first frame arrived and runs on at its nominal clock rate. That is
/// smooth but knows nothing of network delay or clock drift; alignment.h puts that right once
/// all sender reports are in.
class TrackTimeline {
  public:
    struct Place {
        std::int64_t media_us = 0;    ///< microseconds of capture time
        bool begins_segment = false;  ///< a new source, or an RTP clock that jumped
    };

    /// `arrival_us`: capture time at which the frame came in. Frames may come out of order within
    /// a segment (B-frames); a new segment begins after everything that was placed before.
    Place place(std::uint32_t source, std::uint32_t timestamp, std::uint32_t clock_rate_hz,
                std::int64_t arrival_us);

    /// Where an RTP timestamp of a sender report lies; nothing before the source's first frame.
    std::optional<std::int64_t> locate(std::uint32_t source, std::uint32_t timestamp) const;

  private:
    std::int64_t at(std::int64_t ticks) const;

    bool started_ = false;
    std::uint32_t source_ = 0;
    std::uint32_t clock_rate_hz_ = 90000;
    std::uint32_t last_timestamp_ = 0;
    std::int64_t ticks_ = 0;  ///< since the anchor, of the last frame
    std::int64_t anchor_us_ = 0;
    std::int64_t latest_us_ = 0;  ///< the furthest that was placed
    std::int64_t delay_us_ = 0;   ///< arrival after media time, when the segment began
};

}  // namespace lsl::recorder
