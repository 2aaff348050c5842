#pragma once

#include <cstdint>
#include <deque>
#include <optional>

namespace lsl::recorder {

/// Gives the frames of one track (audio or video) their times in the parts while they come in. A
/// segment begins where a frame arrives and runs on by its RTP timestamps, smoothly, until RTP time
/// and arrivals part; then another begins. Which of the two was wrong there cannot be known yet:
/// alignment.h decides it when the class is over. So that it can, every segment also tells where it
/// lies on the source's RTP clock, which is counted through all of them without a break.
///
/// The segments of a track never overlap in the parts, whatever the clock does, so that a frame's
/// time there tells its segment. Times are microseconds. A value; one thread; no errors.
class TrackTimeline {
  public:
    struct Place {
        std::int64_t media_us = 0;  ///< time in the parts, near its arrival on capture time
        std::int64_t rtp_us = 0;    ///< on the source's RTP clock at its nominal rate, unwrapped
        bool begins_segment = false;
    };

    /// `arrival_us`: capture time at which the frame came in. Frames may come out of the order of
    /// their timestamps (B-frames, late sound).
    Place place(std::uint32_t source, std::uint32_t timestamp, std::uint32_t clock_rate_hz,
                std::int64_t arrival_us);

    /// Of a frame that came when those sent after it had been placed: its arrival tells nothing,
    /// but where its RTP timestamp lies among theirs does. Changes nothing. Nothing when it lies
    /// before all that is remembered; `place` it as it came then.
    std::optional<Place> place_late(std::uint32_t source, std::uint32_t timestamp) const;

    /// Where an RTP timestamp of a sender report lies on the RTP clock; nothing before the source's
    /// first frame.
    std::optional<std::int64_t> locate(std::uint32_t source, std::uint32_t timestamp) const;

  private:
    /// Where frames were placed by one segment.
    struct Stretch {
        std::uint32_t source = 0;
        std::int64_t start_us = 0;
        std::int64_t start_rtp_us = 0;
        std::int64_t last_rtp_us = 0;  ///< the furthest
    };

    void begin_segment(std::int64_t rtp_us, std::int64_t arrival_us);
    std::int64_t rtp_at(std::int64_t ticks) const;
    bool goes_on(std::int64_t rtp_us, std::int64_t arrival_us) const;

    bool started_ = false;
    std::uint32_t source_ = 0;
    std::uint32_t clock_rate_hz_ = 90000;
    std::uint32_t last_timestamp_ = 0;
    std::int64_t ticks_ = 0;          ///< of the last frame, since the source's first
    std::int64_t rtp_origin_us_ = 0;  ///< where tick 0 lies: the source's first arrival
    std::int64_t last_rtp_us_ = 0;
    std::int64_t last_arrival_us_ = 0;
    Stretch segment_;              ///< the present one
    std::deque<Stretch> earlier_;  ///< the last of those before, oldest first
    std::int64_t latest_us_ = 0;   ///< the furthest that was placed in the parts
};

}  // namespace lsl::recorder
