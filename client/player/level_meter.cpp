#include "client/player/level_meter.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace lsl::player {

namespace {

/// Samples that the converter cut off stand at full scale; browsers round a little below it.
constexpr float kFullScale = 0.999f;
constexpr double kHoldSeconds = 1.5, kClippingSeconds = 5;
/// A meter that falls by 20 dB in 0.6 s is read easily and follows music.
constexpr double kFallPerSecond = 20 / 0.6;
constexpr double kDecibelsPerDecade = 20;

float fallen(float from, double seconds) {
    const double factor = std::pow(10.0, -kFallPerSecond * seconds / kDecibelsPerDecade);
    return from * static_cast<float>(factor);
}

}  // namespace

void LevelMeter::hear(Side& side, const media::ChannelSound& heard, double passed, double now) {
    const float level = std::min(heard.rms * std::numbers::sqrt2_v<float>, 1.0f);
    side.shown.level = std::max(level, fallen(side.shown.level, passed));
    if (heard.peak == 0) side.shown.level = level;  // switched off: that is seen at once
    if (heard.peak >= side.shown.held || now - side.held_since > kHoldSeconds) {
        side.shown.held = heard.peak;
        side.held_since = now;
    }
}

void LevelMeter::hear(const media::Sound& heard, double now) {
    const double passed = heard_at_ < 0 ? 0 : std::max(now - heard_at_, 0.0);
    heard_at_ = now;
    hear(left_, heard.left, passed, now);
    hear(right_, heard.right, passed, now);
    if (std::max(heard.left.peak, heard.right.peak) < kFullScale) return;
    ++clips_;
    clipped_at_ = now;
}

bool LevelMeter::clipping(double now) const {
    return clipped_at_ >= 0 && now - clipped_at_ < kClippingSeconds;
}

}  // namespace lsl::player
