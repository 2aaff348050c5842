#include "tests/server/recorder/simulation/simulated_reports.h"

#include "server/media/media_time.h"

namespace lsl::recorder::test {

namespace {}

SimulatedReports::SimulatedReports(Dice& dice, std::int64_t class_lasts_us)
    : way_(dice.chance(0.5) ? Way::True : static_cast<Way>(dice.whole(0, 10))),
      base_us_(3'900'000'000 * second + dice.whole(0, 100'000'000)) {
    const double slopes[] = {2, 0.5, 1.02, 0.9, 11.1, 0};
    slope_ = slopes[dice.whole(0, 5)];
    ahead_us_ = dice.whole(second, 20 * second);
    const std::int64_t steps[] = {30 * second, -2 * second, -30 * second, -3600 * second, 300'000};
    const auto count = dice.whole(1, 4);
    // One track's clock alone that is set by little passes for a network that takes longer.
    const std::int64_t last_step = way_ == Way::OneJumps ? 3 : 4;
    for (std::int64_t i = 0; i < count; ++i) {
        sets_.push_back({dice.whole(0, class_lasts_us), steps[dice.whole(0, last_step)]});
    }
}

bool SimulatedReports::honest() const {
    return way_ == Way::True || way_ == Way::ClockSet || way_ == Way::FewWild;
}

std::string SimulatedReports::plan() const {
    const char* names[] = {"true",       "none",      "one track only", "slope",    "clock set",
                           "runs ahead", "one jumps", "wild",           "few wild", "no time",
                           "late"};
    std::string text = names[static_cast<int>(way_)];
    if (way_ == Way::Slope) text += " " + std::to_string(slope_);
    if (way_ == Way::RunsAhead) text += " " + std::to_string(ahead_us_) + " us";
    if (way_ == Way::ClockSet || way_ == Way::OneJumps) {
        for (const Set& set : sets_) {
            text += " at " + std::to_string(set.at_us / second) + " s by " +
                    std::to_string(set.by_us) + " us";
        }
    }
    return text + ";";
}

std::int64_t SimulatedReports::first_us(Dice& dice, media::TrackKind) const {
    return way_ == Way::Late ? dice.whole(20 * second, 60 * second)
                             : dice.whole(200'000, 4 * second);
}

std::int64_t SimulatedReports::every_us(Dice& dice, media::TrackKind kind) const {
    return kind == media::TrackKind::Audio ? dice.whole(2'500'000, 5'500'000)
                                           : dice.whole(500'000, 1'500'000);
}

std::optional<SimulatedReports::Told> SimulatedReports::at(Dice& dice, media::TrackKind kind,
                                                           std::int64_t time_us,
                                                           double counted_us) const {
    std::int64_t sender_us = base_us_ + time_us;
    const bool sound = kind == media::TrackKind::Audio;
    switch (way_) {
        case Way::True:
        case Way::Late: break;
        case Way::None: return std::nullopt;
        case Way::OneTrackOnly:
            if (sound) return std::nullopt;
            break;
        case Way::Slope: counted_us *= slope_; break;
        case Way::OneJumps:
            if (sound) break;
            [[fallthrough]];
        case Way::ClockSet:
            for (const Set& set : sets_) sender_us += time_us >= set.at_us ? set.by_us : 0;
            break;
        case Way::RunsAhead: counted_us += static_cast<double>(ahead_us_); break;
        case Way::Wild: sender_us += dice.whole(-5 * second, 5 * second); break;
        case Way::FewWild:
            if (dice.chance(0.05)) sender_us += dice.whole(-5 * second, 5 * second);
            break;
        case Way::NoTime: return Told{0, counted_us};
    }
    return Told{media::us_to_ntp(sender_us), counted_us};
}

}  // namespace lsl::recorder::test
