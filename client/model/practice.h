#pragma once

#include <array>
#include <optional>
#include <vector>

#include "client/media/states.h"
#include "shared/wire/practice_api.h"

namespace lsl::model {

/// The speeds to choose from, pitch kept. Rehearsals run at 60 to 90 %: steps of ten there.
inline constexpr std::array<double, 10> speed_ladder = {0.25, 0.5, 0.6, 0.7,  0.75,
                                                        0.8,  0.9, 1,   1.25, 1.5};
/// What a loop that speeds up plays at, round by round; then always as the last.
inline constexpr std::array<double, 5> speed_ramp = {0.6, 0.7, 0.8, 0.9, 1};

/// A stretch of a recording, seconds.
struct Stretch {
    double from_s = 0, to_s = 0;
    bool operator==(const Stretch&) const = default;
};

/// How the recording on the page is practised with.
struct Practice {
    bool mirrored = false;
    double speed = 1;  ///< chosen on the ladder
    std::optional<double> from_s, to_s;
    bool looping = false;  ///< between both marks
    bool speeds_up = false;
    bool aloud = false;                    ///< beats are clicked
    bool spoken = false;                   ///< or said by the browser's voice
    bool counts_in = false;                ///< four beats before each round
    std::vector<media::BeatGrid> grids;    ///< by their start
    std::vector<double> taps;              ///< of the beat, while it is being tapped
    std::vector<wire::PracticeLoop> kept;  ///< the person's loops of this class
    bool keeps = false;                    ///< what is noted is kept on the server
    std::optional<double> left_at_s;       ///< where they left it last; it waits to be taken up

    std::optional<Stretch> marks() const {
        if (!from_s || !to_s) return std::nullopt;
        return Stretch{*from_s, *to_s};
    }
    /// The grid that holds there; nullptr = none was tapped.
    const media::BeatGrid* grid_at(double position_s) const;
};

/// As the platform's player is told.
media::PlayerPractice told(const Practice& practice);

/// The next step of the ladder above or below.
double next_speed(double speed, int steps);

/// The speed of a round, counted from 0.
double speed_of_round(const Practice& practice, std::int64_t round);

/// How much larger the picture is shown, per cent, by keys and presses; fingers stop in between.
inline constexpr std::array<std::int64_t, 6> zoom_ladder = {100, 125, 150, 200, 300, 400};
inline constexpr std::int64_t whole_picture = 100, closer_picture = 200;

/// The next step of that ladder above or below.
std::int64_t next_zoom(std::int64_t percent, int steps);

/// The nearest count when one is near, else the position itself.
double snapped(const Practice& practice, double position_s);

/// "Loop": the last eight counts, without a grid the last ten seconds.
Stretch last_counts(const Practice& practice, double position_s);

/// A beat was tapped there. From the fourth on the taps are a grid, whose 1 is the first of them;
/// after a pause a new row of taps begins, and with it a new grid.
void tap_beat(Practice& practice, double position_s);

/// Which count it is, from 1; 0 without a grid.
int count_at(const Practice& practice, double position_s);

/// The offer to go on where they left is open.
bool offers_place(const Practice& practice, double position_s);

/// As the server keeps it, and back.
wire::PracticeNotes notes_of(const Practice& practice);
void take_notes(Practice& practice, const wire::PracticeNotes& notes);

/// Shorter than this is no loop.
inline constexpr double shortest_loop_s = 0.5;

}  // namespace lsl::model
