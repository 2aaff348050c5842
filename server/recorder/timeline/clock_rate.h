#pragma once

#include <vector>

#include "server/recorder/timeline/clock_points.h"

namespace lsl::recorder {

// Functions of points that keep nothing; any thread; no errors.

/// Finds where an RTP clock does not count at its nominal rate, such as the microseconds that some
/// phones send for 90 kHz. `points`: in order of arrival, at least one. The first stretch begins
/// at 0. Rates within 18 % of the nominal one pass for it here.
std::vector<RateStretch> find_rates(const std::vector<ClockPoint>& points);

/// Rates that the clock seems to count at over a few seconds each, with what the network did to
/// arrivals in them. Of none or few points there are none.
std::vector<double> measured_rates(const std::vector<ClockPoint>& points);

/// The rate that most of a track's measured rates come near to, 1 when that is the nominal one or
/// when there is none. A sender that counts wrongly does so with each of its clocks.
double usual_rate(std::vector<double> measured);

/// The middle one; 0 of nothing.
double median(std::vector<double> values);

}  // namespace lsl::recorder
