#pragma once

#include <cstdint>
#include <limits>
#include <unordered_map>

namespace lsl::ui {

/// Moving values by key, and when the next frame is needed. It asks for frames only while something
/// that was looked at in the last frame still moves. Times are seconds of the frame's clock.
class Motion {
  public:
    void begin(double now, bool reduced);
    void end();

    /// Follows `target` with ease-out; the first sight of a key starts at its target.
    float toward(std::uint32_t key, float target, double duration);
    /// 0 → 1 from the first frame in which `key` is looked at (again after it was away).
    float appear(std::uint32_t key, double duration);

    /// Smooth paints every frame; Calm some thirty times a second, enough for a slow glow.
    enum class Pace : std::uint8_t { Smooth, Calm };
    /// Position in a loop of `period`, 0…1, painting on; 0 under reduced motion (and no frames).
    float cycle(double period, Pace pace);

    void keep_painting() { painting_ = true; }  ///< the next frame as soon as possible
    void wake_at(double time);                  ///< a frame no later than `time`

    bool reduced() const { return reduced_; }
    double now() const { return now_; }
    bool painting() const { return painting_; }
    double next_wake() const { return wake_; }  ///< infinity: nothing is due

    static constexpr double never = std::numeric_limits<double>::infinity();

  private:
    static constexpr double calm_interval = 1.0 / 30;
    struct Track {
        float from = 0, to = 0;
        double start = 0, duration = 0;
        std::uint32_t frame = 0;  ///< of the last look
    };
    float value(const Track& track);

    std::unordered_map<std::uint32_t, Track> tracks_;
    double now_ = 0;
    double wake_ = never;
    std::uint32_t frame_ = 0;
    bool reduced_ = false;
    bool painting_ = false;
};

/// Cubic ease-out of 0…1.
float ease_out(float t);

}  // namespace lsl::ui
