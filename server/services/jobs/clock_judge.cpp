#include "server/services/jobs/clock_judge.h"

#include <chrono>
#include <cstdlib>

namespace lsl::services {

namespace {

using std::chrono::milliseconds;

/// The anchor follows a clock that drifts, but not one that runs: two minutes an hour at most.
constexpr std::chrono::hours between_anchors{1};

milliseconds passed(const ClockReading& from, const ClockReading& to) {
    return std::chrono::duration_cast<milliseconds>(to.elapsed - from.elapsed);
}

bool is_harmless(milliseconds deviation) {
    return std::chrono::abs(deviation) <= ClockJudge::harmless;
}

}  // namespace

ClockJudge::ClockJudge(ClockReading now, std::optional<UtcTime> seen)
    : anchor_{seen.value_or(now.wall), now.elapsed}, steady_(now) {
    if (seen) slack_ = longest_downtime;
    look(now);
}

/// How far off what the anchor and the counted time leave room for.
milliseconds ClockJudge::deviation(ClockReading now) const {
    const UtcTime earliest = anchor_.wall + passed(anchor_, now);
    if (now.wall < earliest) return now.wall - earliest;
    if (now.wall > earliest + slack_) return now.wall - (earliest + slack_);
    return milliseconds(0);
}

void ClockJudge::look(ClockReading now) {
    const milliseconds together = now.wall - steady_.wall - passed(steady_, now);
    if (!is_harmless(together)) steady_ = now;

    const milliseconds off = deviation(now);
    ahead_ = is_harmless(off) ? milliseconds(0) : off;
    if (!is_harmless(off)) {
        doubted_ = true;
        right_since_.reset();
        if (passed(steady_, now) >= believed_after) believe(now);
        return;
    }
    if (!doubted_) {
        if (slack_.count() > 0 || passed(anchor_, now) >= between_anchors) believe(now);
        return;
    }
    if (!right_since_) right_since_ = now.elapsed;
    if (now.elapsed - *right_since_ >= settled_after) believe(now);
}

void ClockJudge::believe(ClockReading now) {
    anchor_ = now;
    slack_ = milliseconds(0);
    doubted_ = false;
    ahead_ = milliseconds(0);
    right_since_.reset();
}

}  // namespace lsl::services
