#pragma once

#include "client/media/states.h"

namespace lsl::player {

/// How loud the microphone is, as a meter shows it: a level that falls slower than it rises, the
/// loudest moment held for a while, and how often the sound was cut off at full scale. Levels are
/// 0..1 of full scale, a sine at full scale being 1. Times are seconds of one steady clock. One
/// thread.
class LevelMeter {
  public:
    struct Channel {
        float level = 0;
        float held = 0;
    };

    void hear(const media::Sound& heard, double now);
    void forget_clips() { clips_ = 0; }

    const Channel& left() const { return left_.shown; }
    const Channel& right() const { return right_.shown; }
    int clips() const { return clips_; }  ///< moments in which either channel clipped
    bool clipping(double now) const;      ///< one of them was within the last seconds

  private:
    struct Side {
        Channel shown;
        double held_since = 0;
    };
    static void hear(Side& side, const media::ChannelSound& heard, double passed, double now);

    Side left_, right_;
    double heard_at_ = -1;
    int clips_ = 0;
    double clipped_at_ = -1;
};

}  // namespace lsl::player
