#pragma once

#include <chrono>
#include <optional>

#include "shared/base/time.h"

namespace lsl::services {

/// Two clocks read at one moment.
struct ClockReading {
    UtcTime wall{};      ///< what the machine says the time is; may be set by anybody at any moment
    MonoTime elapsed{};  ///< counts evenly from some start, whatever is done to the wall clock
};

/// Whether the wall clock may be believed with what cannot be undone: whether it went as far as the
/// time that has really passed. What a person or a time server mends comes true by itself: a time
/// that was wrong and is right again counts after ten minutes, one that stays after a day.
///
/// A wall clock that runs slowly towards the right time (NTP slews by at most 500 ppm, a second in
/// half an hour) is never in doubt. Not thread-safe.
class ClockJudge {
  public:
    /// Steps up to this long change no day: leap seconds, a time server at work.
    static constexpr std::chrono::minutes harmless{2};
    /// How long the server may have been down without anybody wondering what the time is.
    static constexpr std::chrono::hours longest_downtime{36};
    static constexpr std::chrono::minutes settled_after{10};
    static constexpr std::chrono::hours believed_after{24};

    /// `seen`: the newest time that was believed before this start; nothing when there was none.
    ClockJudge(ClockReading now, std::optional<UtcTime> seen);

    void look(ClockReading now);
    bool agrees() const { return !doubted_; }
    /// How far the wall clock is ahead of (or, below zero, behind) what it should show; 0 when
    /// that is harmless.
    std::chrono::milliseconds ahead() const { return ahead_; }
    /// A person says that the time is right.
    void believe(ClockReading now);

  private:
    std::chrono::milliseconds deviation(ClockReading now) const;

    ClockReading anchor_;  ///< the last reading that was believed
    /// Since the anchor more may have passed than was counted: the server was down.
    std::chrono::milliseconds slack_{0};
    bool doubted_ = false;
    std::chrono::milliseconds ahead_{0};
    ClockReading steady_;  ///< since when the two clocks go together, right or wrong
    std::optional<MonoTime> right_since_;
};

}  // namespace lsl::services
