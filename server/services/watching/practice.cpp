#include "server/services/watching/practice.h"

#include "server/store/classes/enrollments_store.h"
#include "shared/domain/permissions.h"
#include "shared/wire/json/json.h"

#include <algorithm>
#include <string>
#include <utility>

namespace lsl::services {

namespace {

constexpr std::int64_t longest_ms = std::int64_t{24} * 60 * 60 * 1000;
/// 30 to 300 beats a minute.
constexpr std::int64_t shortest_beat_us = 200'000, longest_beat_us = 2'000'000;
constexpr std::int64_t most_in_a_group = 16;
constexpr std::int64_t slowest_percent = 25, fastest_percent = 150;

Error wrong(std::string code, std::string sentence, std::string field) {
    Error error = make_error(ErrorCode::InvalidInput, std::move(code), std::move(sentence));
    error.field = std::move(field);
    return error;
}

bool is_moment(std::int64_t ms) { return ms >= 0 && ms <= longest_ms; }

bool makes_sense(const wire::PracticeLoop& loop) {
    return is_moment(loop.from_ms) && is_moment(loop.to_ms) && loop.to_ms > loop.from_ms &&
           loop.speed_percent >= slowest_percent && loop.speed_percent <= fastest_percent &&
           loop.name.size() <= api::longest_loop_name;
}

bool makes_sense(const wire::PracticeBeats& beats) {
    return is_moment(beats.start_ms) && beats.beat_us >= shortest_beat_us &&
           beats.beat_us <= longest_beat_us && beats.group >= 1 && beats.group <= most_in_a_group;
}

Result<void> check(const wire::PracticeNotes& notes) {
    if (notes.loops.size() > api::most_practice_loops) {
        return wrong("too_many_loops", "A class keeps 50 loops. Remove one first.", "loops");
    }
    if (notes.beats.size() > api::most_practice_beats) {
        return wrong("too_many_beats", "A class keeps 20 tapped tempos. Remove one first.",
                     "beats");
    }
    const auto fits = [](const auto& one) { return makes_sense(one); };
    if (!std::all_of(notes.loops.begin(), notes.loops.end(), fits)) {
        return wrong("invalid_loop", "A loop needs a beginning before its end.", "loops");
    }
    if (!std::all_of(notes.beats.begin(), notes.beats.end(), fits)) {
        return wrong("invalid_beats", "Between 30 and 300 beats a minute can be kept.", "beats");
    }
    return {};
}

}  // namespace

Result<domain::Enrollment> Practice::place(UserId user, std::string_view stream_id) const {
    const WatchRights::Seat seat = LSL_TRY(rights_.seat(user, stream_id));
    if (seat.enrollment) return *seat.enrollment;
    return make_error(ErrorCode::Forbidden, "not_enrolled",
                      "Enroll in this class to keep your practice of it.");
}

Result<void> Practice::keep_progress(UserId user, std::string_view stream_id,
                                     std::int64_t position_ms) {
    if (!is_moment(position_ms)) {
        return wrong("invalid_position", "The position has to lie within a day.", "positionMs");
    }
    const WatchRights::Seat seat = LSL_TRY(rights_.seat(user, stream_id));
    const domain::Watch verdict = seat.verdict(clock_.utc());
    LSL_TRY(domain::require_watchable(verdict));
    if (!seat.enrollment) LSL_TRY(place(user, stream_id));
    if (verdict != domain::Watch::Replay) {
        return make_error(ErrorCode::Conflict, "not_a_replay",
                          "A class that is live has no place to come back to.");
    }
    return database_.write([&](store::Connection& tx) {
        return store::EnrollmentsStore(tx).keep_progress(seat.row.stream.id, user, position_ms);
    });
}

Result<wire::PracticeNotes> Practice::notes(UserId user, std::string_view stream_id) const {
    const domain::Enrollment enrollment = LSL_TRY(place(user, stream_id));
    const std::string text = LSL_TRY(database_.read([&](store::Connection& reader) {
        return store::EnrollmentsStore(reader).practice_notes(enrollment.id);
    }));
    if (text.empty()) return wire::PracticeNotes{};
    return wire::from_json<wire::PracticeNotes>(text);
}

Result<void> Practice::keep_notes(UserId user, std::string_view stream_id,
                                  const wire::PracticeNotes& notes) {
    LSL_TRY(check(notes));
    const domain::Enrollment enrollment = LSL_TRY(place(user, stream_id));
    const std::string text = wire::to_json(notes);
    return database_.write([&](store::Connection& tx) {
        return store::EnrollmentsStore(tx).keep_practice_notes(enrollment.id, text);
    });
}

}  // namespace lsl::services
