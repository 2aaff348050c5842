#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "shared/base/time.h"

namespace lsl::media {

/// Which packets of a publisher's stream are missing and when to ask for them again.
class NackTracker {
  public:
    // A gap waits a moment, since reordering heals by itself; then it is asked for once per round
    // trip, ten times, as libwebrtc's senders expect.
    static constexpr std::chrono::microseconds kFirstWait{20'000};
    static constexpr std::chrono::microseconds kMinRetry{40'000};
    static constexpr int kMaxTries = 10;
    static constexpr std::size_t kMaxMissing = 1000;

    /// `sequence` is extended. Returns true when so much is missing that only a key frame helps
    /// (the list is then empty).
    bool on_packet(std::int64_t sequence, MonoTime now);

    struct Due {
        std::vector<std::uint16_t> sequences;  ///< to ask for now, ascending
        bool given_up = false;                 ///< something was asked for often enough: key frame
    };
    Due take_due(MonoTime now, std::chrono::microseconds round_trip);

    /// When `take_due` is worth calling next.
    std::optional<MonoTime> next_due() const;
    /// Time since the first request if `sequence` is missing and was asked for exactly once.
    std::optional<std::chrono::microseconds> answered_after(std::int64_t sequence,
                                                            MonoTime now) const;
    void reset();
    std::size_t missing() const { return missing_.size(); }

  private:
    struct Missing {
        std::int64_t sequence;
        MonoTime due;
        MonoTime asked{};
        int tries = 0;
    };

    std::vector<Missing> missing_;  ///< ascending by sequence
    std::int64_t highest_ = -1;
};

}  // namespace lsl::media
