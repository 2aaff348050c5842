#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "server/media/egress/bandwidth_estimate.h"
#include "server/media/media_types.h"
#include "server/media/room/room.h"

namespace lsl::media {

/// Which simulcast layer a viewer should get: the best one that its person allows and its line
/// carries. Down at once, up only after the line has been calm for a while; each time that going up
/// turns out wrong, the while doubles. A line that cannot carry even the smallest picture gets
/// sound alone, so that at least the class can be heard.
class LayerSelector {
  public:
    static constexpr std::chrono::microseconds kInterval{100'000};
    /// Believed of a line before anything is known.
    static constexpr std::int64_t kStartBps = 1'000'000;
    /// Before going up. The first time it is a good line's quick start.
    static constexpr std::chrono::microseconds kFirstHold{500'000};
    static constexpr std::chrono::microseconds kHold{3'000'000};
    static constexpr std::chrono::microseconds kLongestHold{60'000'000};
    /// Going up was wrong if the line is too narrow within this time.
    static constexpr std::chrono::microseconds kTrial{10'000'000};
    /// A layer takes effect at a key frame, and what it does to the line shows later still.
    static constexpr std::chrono::microseconds kSettle{1'000'000};
    static constexpr std::chrono::microseconds kSettleReports{
        2'500'000};  ///< they come once a second
    static constexpr std::chrono::microseconds kBelow{500'000};
    static constexpr std::chrono::microseconds kUnbearable{3'000'000};
    /// An outage is no narrow line: bad news has to come in all the time.
    static constexpr std::chrono::microseconds kFresh{1'500'000};
    static constexpr std::chrono::microseconds kPause{5'000'000};
    /// Probes of a line that stays as it is get rarer, up to this far apart.
    static constexpr std::chrono::microseconds kRarestProbe{15'000'000};

    struct Decision {
        std::size_t layer = 0;
        bool paused = false;  ///< sound alone
        /// The line cannot carry what goes over it now: nothing more of that until the layer comes.
        bool hold = false;
        bool probe = false;  ///< find out whether the line carries the next layer
    };

    void select(LayerSelection selection);
    const LayerSelection& selection() const { return selection_; }
    /// True when it is time for `choose`.
    bool due(MonoTime now) const { return now >= next_; }
    Decision choose(const Room& room, const BandwidthEstimate& line, MonoTime now);
    bool paused() const { return paused_until_.has_value(); }

  private:
    struct Candidate {
        std::size_t layer;
        std::int64_t needed_bps;
    };
    /// From the smallest up.
    struct Candidates {
        std::array<Candidate, kMaxLayers> list{};
        std::size_t count = 0;
        std::span<const Candidate> all() const { return std::span(list).first(count); }
        bool empty() const { return count == 0; }
    };

    bool allows(const RoomTrack& layer) const;
    Candidates candidates(const Room& room, MonoTime now) const;
    std::size_t fitting(std::span<const Candidate> all, std::int64_t bps) const;
    void go_to(std::size_t layer, MonoTime now);
    void failed(MonoTime now);
    bool is_too_narrow(const Candidate& current, std::optional<std::int64_t> bps,
                       const BandwidthEstimate& line, MonoTime now);
    bool is_unbearable(const Candidate& smallest, std::optional<std::int64_t> bps,
                       const BandwidthEstimate& line, MonoTime now);
    bool is_calm(const BandwidthEstimate& line, MonoTime now) const;

    LayerSelection selection_;
    MonoTime next_{};
    std::optional<std::size_t> current_;
    bool went_down_ = false;  ///< by the last change, because of the line
    MonoTime changed_at_{};
    std::optional<MonoTime> raised_at_;
    std::optional<MonoTime> below_since_;
    std::optional<MonoTime> unbearable_since_;
    std::optional<MonoTime> paused_until_;
    std::chrono::microseconds hold_{kFirstHold};
    std::chrono::microseconds pause_{kPause};
    MonoTime probed_at_{};
    std::chrono::microseconds probe_after_{kFirstHold};
};

}  // namespace lsl::media
