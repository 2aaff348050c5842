#include "server/services/jobs/trusted_time.h"

#include <utility>

#include "server/store/jobs/jobs_store.h"

namespace lsl::services {

namespace {

constexpr std::chrono::minutes between_notes{5};

Error in_doubt() {
    Error error = make_error(
        ErrorCode::Unavailable, "clock_in_doubt",
        "The server's clock has jumped. Nothing is cancelled or deleted until it is right again "
        "for ten minutes, has gone evenly for a day, or you say that the time is right.");
    error.retry_after_seconds = 600;
    return error;
}

}  // namespace

Result<std::unique_ptr<TrustedTime>> TrustedTime::open(store::Database& database,
                                                       const Clock& clock, Elapsed elapsed) {
    const auto seen = LSL_TRY(database.read(
        [](store::Connection& reader) { return store::JobsStore(reader).last_believed_time(); }));
    return std::unique_ptr<TrustedTime>(new TrustedTime(database, clock, std::move(elapsed), seen));
}

TrustedTime::TrustedTime(store::Database& database, const Clock& clock, Elapsed elapsed,
                         std::optional<UtcTime> seen)
    : database_(database),
      clock_(clock),
      elapsed_(std::move(elapsed)),
      judge_({clock_.utc(), elapsed_()}, seen) {}

Result<UtcTime> TrustedTime::now() {
    const std::lock_guard lock(mutex_);
    // The reading that is judged is the one that is given out.
    const ClockReading reading = read();
    judge_.look(reading);
    if (!judge_.agrees()) return in_doubt();
    return reading.wall;
}

void TrustedTime::look() {
    const std::lock_guard lock(mutex_);
    const ClockReading reading = read();
    judge_.look(reading);
    if (judge_.agrees()) remember(reading);
}

void TrustedTime::believe() {
    const std::lock_guard lock(mutex_);
    const ClockReading reading = read();
    judge_.believe(reading);
    remembered_at_.reset();
    remember(reading);
}

std::optional<std::chrono::seconds> TrustedTime::doubt() const {
    const std::lock_guard lock(mutex_);
    if (judge_.agrees()) return std::nullopt;
    return std::chrono::round<std::chrono::seconds>(judge_.ahead());
}

void TrustedTime::remember(const ClockReading& now) {
    if (remembered_at_ && now.elapsed - *remembered_at_ < between_notes) return;
    remembered_at_ = now.elapsed;
    database_.write_later([wall = now.wall](store::Connection& tx) {
        return store::JobsStore(tx).note_believed_time(wall);
    });
}

}  // namespace lsl::services
