#include "client/views/watch/practice_time.h"

#include "client/views/wording.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace lsl::views {

namespace {

using model::PlayerStage;

/// Longer than between two reports of a player: what is older says nothing of now.
constexpr double longest_guess_s = 0.6;

}  // namespace

bool practises(const View& view) {
    const model::Player& player = view.model.player;
    return !player.live && !player.own_controls && player.stage != PlayerStage::Failed &&
           player.stage != PlayerStage::Off;
}

bool follows_picture(const View& view) {
    return view.drafts.player.controls_shown || view.model.practice.aloud;
}

double practice_position(const View& view) {
    const model::Player& player = view.model.player;
    if (player.stage != PlayerStage::Playing || player.counting_in) return player.position_s;
    const double since = std::clamp(view.ui.now() - player.told_at, 0.0, longest_guess_s);
    return player.position_s + since * player.rate;
}

void wake_at_next_count(const View& view) {
    const model::Player& player = view.model.player;
    if (player.stage != PlayerStage::Playing || player.rate <= 0 || !follows_picture(view)) return;
    const double now = practice_position(view);
    const media::BeatGrid* grid = view.model.practice.grid_at(now);
    if (grid == nullptr) return;
    const double beats = (now - grid->start_s) / grid->beat_s;
    view.wake_just_after((std::floor(beats) + 1 - beats) * grid->beat_s / player.rate);
}

std::string exact_clock(double seconds) {
    constexpr double tenths = 10;
    const auto tenth = static_cast<std::int64_t>(std::max(0.0, seconds) * tenths) %
                       static_cast<std::int64_t>(tenths);
    return clock(seconds) + "." + std::to_string(tenth);
}

std::string speed_text(const View& view, double speed) {
    constexpr double hundred = 100, ten = 10;
    const std::int64_t hundredths = std::llround(speed * hundred);
    const int decimals = hundredths % std::llround(hundred) == 0 ? 0
                         : hundredths % std::llround(ten) == 0   ? 1
                                                                 : 2;
    return view.say(msg::PracticeSpeed{view.model.words->number(speed, decimals)});
}

}  // namespace lsl::views
