#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "server/services/jobs/clock_judge.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace lsl::services {

/// The time for what cannot be undone: cancelling, deleting, forgetting. Remembers in the database
/// what it believed last, so that a restart does not make a wrong clock right. Thread-safe.
class TrustedTime {
  public:
    using Elapsed = std::function<MonoTime()>;

    /// `elapsed` goes on while the machine sleeps (CLOCK_BOOTTIME), as the wall clock does.
    static Result<std::unique_ptr<TrustedTime>> open(store::Database& database, const Clock& clock,
                                                     Elapsed elapsed);

    /// The wall clock's time, if it may be believed. Unavailable `clock_in_doubt` otherwise.
    Result<UtcTime> now();
    /// To be called about once a second.
    void look();
    /// A person says that the time is right.
    void believe();
    /// How far the wall clock seems to be ahead (below zero: behind); nothing when it is believed.
    std::optional<std::chrono::seconds> doubt() const;

  private:
    TrustedTime(store::Database& database, const Clock& clock, Elapsed elapsed,
                std::optional<UtcTime> seen);
    ClockReading read() const { return {clock_.utc(), elapsed_()}; }
    void remember(const ClockReading& now);

    store::Database& database_;
    const Clock& clock_;
    const Elapsed elapsed_;
    mutable std::mutex mutex_;
    ClockJudge judge_;
    std::optional<MonoTime> remembered_at_;
};

}  // namespace lsl::services
