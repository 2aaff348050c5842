#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "server/recorder/capture/journal.h"
#include "server/recorder/timeline/lip_sync.h"
#include "server/recorder/timeline/track_reading.h"

namespace lsl::recorder {

/// Turns the times in the parts into times on which sound and picture belong together, with all
/// that the journal knows at the end, so that even the first second is right though the first
/// sender report came after it.
///
/// Arrivals and RTP time place every frame (rtp_clock.h, two_tracks.h). Sender reports only set the
/// distance between the two tracks (lip_sync.h): the one that took longer is moved earlier.
class Alignment {
  public:
    struct Place {
        std::int64_t time_us = 0;  ///< capture time
        /// Frames of one track with the same number lie on one clock, so that their times tell
        /// their order.
        std::size_t clock = 0;
    };

    /// Needs the journal no longer than this takes. No errors. Constant once made, so that any
    /// thread may ask it.
    explicit Alignment(const Journal& journal);

    /// Capture time of what lies at `media_us` in the parts. Not always monotonic; writers clamp.
    Place place(media::TrackKind kind, std::int64_t media_us) const;
    std::int64_t align(media::TrackKind kind, std::int64_t media_us) const {
        return place(kind, media_us).time_us;
    }

  private:
    std::int64_t synced(media::TrackKind kind, std::int64_t time_us) const;
    void keep_order(media::TrackKind kind);

    std::array<TrackReading, 2> tracks_;  ///< audio, video
    LipSync lip_sync_;
};

}  // namespace lsl::recorder
