#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

// What a class's figures mean: pure functions over who watched when. Times are milliseconds since
// the class's start, stretches are half open: a person who leaves when another one comes is not
// counted beside them.

namespace lsl::domain {

enum class WatchKind : std::uint8_t { Live, Replay };
std::string_view watch_kind_name(WatchKind kind);  ///< "live", "replay"; empty: it is none
inline std::string_view enum_name(WatchKind kind) { return watch_kind_name(kind); }
void enum_parse(std::string_view text, std::optional<WatchKind>& out);

/// One player's uninterrupted playing, at one speed from one position.
struct WatchSpan {
    std::int64_t person = 0;  ///< a number that means them in this class alone
    WatchKind kind = WatchKind::Live;
    std::int64_t began_ms = 0, ended_ms = 0;
    std::int64_t position_ms = 0;  ///< of replays: where in the class it began
    std::int64_t speed_percent = 100;
    bool operator==(const WatchSpan&) const = default;
};

struct Stretch {
    std::int64_t from_ms = 0, to_ms = 0;
    bool operator==(const Stretch&) const = default;
};
/// Each person's times, in order and without overlap: two players of one person count once.
using Stays = std::map<std::int64_t, std::vector<Stretch>>;

/// One figure for each so many milliseconds of a class.
inline constexpr std::int64_t figure_step_ms = 10'000;
/// Who comes back sooner has not left.
inline constexpr std::int64_t reconnect_ms = 30'000;
/// A part of the people that is smaller is not told.
inline constexpr std::int64_t smallest_told_part = 5;

/// The wall time of one kind's spans, less what lies outside of `within`. Who is in it has some.
Stays stays_of(std::span<const WatchSpan> spans, WatchKind kind, Stretch within);
/// Of one person, in milliseconds.
std::int64_t time_in(std::span<const Stretch> stays);
/// Of all together: person-time.
std::int64_t time_in(const Stays& stays);

/// How many were there at the same time.
struct Concurrency {
    std::int64_t peak = 0;
    std::int64_t peak_at_ms = 0;      ///< when it was reached first
    std::vector<std::int64_t> curve;  ///< the maximum within each step
};
/// Of stays that lie within the length.
Concurrency concurrency(const Stays& stays, std::int64_t length_ms);

/// How long somebody has to be there to have attended: five minutes, or a tenth of a class that is
/// shorter than fifty.
std::int64_t least_attendance_ms(std::int64_t length_ms);
/// Those of them who attended.
Stays attendees(const Stays& stays, std::int64_t length_ms);

/// Who came and left, with short gaps left out. Who leaves less than `reconnect_ms` before the end
/// has stayed until it.
struct Visits {
    std::int64_t joins = 0, leaves = 0;
    std::vector<std::int64_t> joins_by_step, leaves_by_step;
};
Visits visits(const Stays& stays, std::int64_t length_ms);

/// How many of them saw each second, which is the moment where it begins.
std::vector<std::int64_t> seen_by_second(const Stays& stays, std::int64_t length_ms);
/// How often each second was played in replays, by whomever.
std::vector<std::int64_t> plays_by_second(std::span<const WatchSpan> spans, std::int64_t length_ms);
/// Seconds of the class that were played in replays, at whatever speed.
std::int64_t rehearsed_ms(std::span<const WatchSpan> spans);
/// The mean of the seconds within each step.
std::vector<double> mean_by_step(std::span<const std::int64_t> seconds);

/// A part of `whole` people, if neither it nor the rest is a group so small that it tells who.
std::optional<std::int64_t> told_part(std::int64_t part, std::int64_t whole);

}  // namespace lsl::domain
