#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/media/ingest/tap.h"
#include "tests/server/recorder/simulation/simulated_clock.h"

namespace lsl::recorder::test {

/// The sender reports of a class: true, false in one of the ways that were seen, or not there.
class SimulatedReports {
  public:
    SimulatedReports(Dice& dice, std::int64_t class_lasts_us);

    struct Told {
        std::uint64_t ntp = 0;
        double counted_us = 0;  ///< on the RTP clock
    };

    /// True when what they say about the distance of the tracks can be found out.
    bool honest() const;
    std::string plan() const;
    std::int64_t first_us(Dice& dice, media::TrackKind kind) const;
    std::int64_t every_us(Dice& dice, media::TrackKind kind) const;
    /// `counted_us`: what the RTP clock shows in truth.
    std::optional<Told> at(Dice& dice, media::TrackKind kind, std::int64_t time_us,
                           double counted_us) const;

  private:
    enum class Way {
        True,
        None,
        OneTrackOnly,
        Slope,      ///< RTP time advances at another pace than the sender's clock
        ClockSet,   ///< on the way
        RunsAhead,  ///< RTP time of the future
        OneJumps,   ///< the clock of one track alone is set
        Wild,
        FewWild,
        NoTime,
        Late,
    };
    struct Set {
        std::int64_t at_us = 0;
        std::int64_t by_us = 0;
    };

    Way way_;
    std::int64_t base_us_;
    double slope_ = 1;
    std::int64_t ahead_us_ = 0;
    std::vector<Set> sets_;
};

}  // namespace lsl::recorder::test
