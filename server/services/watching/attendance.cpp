#include "server/services/watching/attendance.h"

#include <chrono>

#include "server/services/watching/reported_spans.h"
#include "server/store/classes/class_counters_store.h"
#include "server/store/classes/enrollments_store.h"
#include "server/store/jobs/outbox_store.h"
#include "shared/domain/permissions.h"
#include "shared/wire/api.h"

namespace lsl::services {

namespace {

constexpr std::chrono::minutes between_replay_notes{1};
/// Between two reports of one player; after more it has been away.
constexpr std::chrono::seconds longest_report_gap{api::watching_interval_s * 3 / 2};

}  // namespace

Result<void> Attendance::report_watching(UserId user, std::string_view stream_id,
                                         const api::ReportWatching::Request& said) {
    LSL_TRY(check_report(said));
    const WatchRights::Seat seat = LSL_TRY(rights_.seat(user, stream_id));
    const UtcTime now = clock_.utc();
    const domain::Watch verdict = seat.verdict(now);
    LSL_TRY(domain::require_watchable(verdict));
    if (!seat.enrollment) return {};
    return database_.write([&](store::Connection& tx) -> Result<void> {
        store::EnrollmentsStore places(tx);
        const auto before = LSL_TRY(places.note_report(seat.row.stream.id, user, now));
        LSL_TRY(verdict == domain::Watch::Live
                    ? places.note_watched_live(seat.row.stream.id, user, now)
                    : places.note_watched_replay(seat.row.stream.id, user, now));
        LSL_TRY(note_reported_span(tx, seat, user, verdict, said, now));
        if (!before || now < *before || now - *before > longest_report_gap) return {};
        const auto watched = std::chrono::round<std::chrono::seconds>(now - *before);
        return store::ClassCountersStore(tx).add_delivered(seat.row.stream.id, watched.count());
    });
}

void Attendance::note_live(StreamId stream, UserId user) {
    static_cast<void>(database_.write([&](store::Connection& tx) -> Result<void> {
        const UtcTime now = clock_.utc();
        LSL_TRY(store::EnrollmentsStore(tx).note_watched_live(stream, user, now));
        return store::OutboxStore(tx).enrollment_changed(stream, user, now);
    }));
}

void Attendance::note_replay(const domain::Enrollment& enrollment) {
    const UtcTime now = clock_.utc();
    const bool noted_lately = enrollment.watched_replay && enrollment.last_watched_at &&
                              now - *enrollment.last_watched_at < between_replay_notes;
    if (noted_lately) return;
    database_.write_later(
        [stream = enrollment.stream_id, user = enrollment.user_id, now](store::Connection& tx) {
            return store::EnrollmentsStore(tx).note_watched_replay(stream, user, now);
        });
}

}  // namespace lsl::services
