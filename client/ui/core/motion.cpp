#include "client/ui/core/motion.h"

#include <algorithm>
#include <cmath>

namespace lsl::ui {

float ease_out(float t) {
    const float rest = 1 - std::clamp(t, 0.0f, 1.0f);
    return 1 - rest * rest * rest;
}

void Motion::begin(double now, bool reduced) {
    now_ = now;
    reduced_ = reduced;
    painting_ = false;
    wake_ = never;
    ++frame_;
}

void Motion::end() {
    std::erase_if(tracks_, [this](const auto& entry) { return entry.second.frame != frame_; });
}

float Motion::value(const Track& track) {
    if (track.duration <= 0 || now_ >= track.start + track.duration) return track.to;
    painting_ = true;
    const auto t = static_cast<float>((now_ - track.start) / track.duration);
    return track.from + (track.to - track.from) * ease_out(t);
}

float Motion::toward(std::uint32_t key, float target, double duration) {
    auto [entry, is_new] = tracks_.try_emplace(key);
    Track& track = entry->second;
    if (is_new || reduced_) {
        track = {target, target, now_, 0, frame_};
        return target;
    }
    track.frame = frame_;
    if (track.to != target) {
        const float here = value(track);
        track = {here, target, now_, duration, frame_};
    }
    return value(track);
}

float Motion::appear(std::uint32_t key, double duration) {
    auto [entry, is_new] = tracks_.try_emplace(key);
    Track& track = entry->second;
    if (is_new) track = {0, 1, now_, reduced_ ? 0 : duration, frame_};
    track.frame = frame_;
    return reduced_ ? 1.0f : value(track);
}

float Motion::cycle(double period, Pace pace) {
    if (reduced_) return 0;
    if (pace == Pace::Smooth) {
        painting_ = true;
    } else {
        wake_at(now_ + calm_interval);
    }
    return static_cast<float>(std::fmod(now_, period) / period);
}

void Motion::wake_at(double time) { wake_ = std::min(wake_, time); }

}  // namespace lsl::ui
