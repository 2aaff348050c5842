#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "shared/base/time.h"

namespace lsl::recorder {

/// What of one track comes in and what of it is written, by arrival.
struct TrackFlow {
    std::optional<MonoTime> first_packet;  ///< of the publisher on air
    std::optional<MonoTime> last_packet;   ///< likewise; nothing: it sent none yet
    std::optional<MonoTime> last_written;
    bool lacks_parameter_sets = false;  ///< key frames come without what decodes them
};

/// Notices while a class runs that picture or sound do not get into the recording, and says so in
/// a sentence for the person who teaches. What is over is told until the next loss begins. Times
/// are arrivals. One thread (the writer's); no errors.
class LossWatch {
  public:
    /// `began`: where on `now`'s clock the recording's time is zero.
    void look(const TrackFlow& sound, const TrackFlow& picture, MonoTime began, MonoTime now);
    /// The publisher has gone: nothing is expected.
    void publisher_gone(MonoTime began, MonoTime now);
    /// Empty while everything that came was recorded.
    std::string sentence() const;

  private:
    enum class Loss {
        NothingComes,
        PictureStopped,
        SoundStopped,
        NoKeyFrame,
        NoParameterSets,
    };
    struct Found {
        Loss loss;
        MonoTime since;
    };
    struct Track {
        std::optional<Loss> now;
        MonoTime since{};
        std::int64_t since_s = 0;  ///< of the recording
    };

    static std::optional<Found> picture_loss(const TrackFlow& picture, MonoTime now);
    static void change(Track& track, const std::optional<Found>& found, MonoTime began,
                       MonoTime now, std::string& past);
    static std::string describe(const Track& track);

    Track picture_;
    Track sound_;
    std::string past_;
};

}  // namespace lsl::recorder
