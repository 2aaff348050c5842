#pragma once

#include <cstdint>
#include <vector>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/domain/stream.h"

namespace lsl::store {

/// What has come together of a class.
struct Totals {
    std::int64_t revenue = 0;  ///< tokens
    std::int64_t delivered_seconds = 0;
};

/// What all classes of one state come to.
struct StatusTotals {
    domain::StreamStatus status = domain::StreamStatus::Scheduled;
    std::int64_t classes = 0;
    std::int64_t enrollments = 0;
    std::int64_t revenue = 0;  ///< tokens
    std::int64_t replays = 0;  ///< recordings that can be watched
};

/// What is counted of classes: columns of table classes that `StreamsStore::update` leaves alone,
/// and their sums by state, which triggers keep. Each is changed by one function here, in the
/// transaction of its cause, which is also what tells of the change.
class ClassCountersStore {
  public:
    explicit ClassCountersStore(Connection& connection) : connection_(connection) {}

    Result<void> count_enrollment(StreamId id, std::int64_t places, std::int64_t tokens);
    Result<Totals> totals(StreamId id);
    /// A row for each state; reads counters, however many classes there are.
    Result<std::vector<StatusTotals>> totals_by_status();
    /// Watched by one viewer.
    Result<void> add_delivered(StreamId id, std::int64_t seconds);
    /// Picture or sound arrived for so much longer. Nothing where it was not measured from the
    /// start.
    Result<void> add_media(StreamId id, std::int64_t seconds);
    /// A start was undone: nothing has arrived.
    Result<void> forget_media(StreamId id);
    /// True when `viewers` is a new maximum.
    Result<bool> raise_max_viewers(StreamId id, std::int64_t viewers);
    /// How many are scheduled, late or not.
    Result<std::int64_t> count_scheduled();

  private:
    Connection& connection_;
};

}  // namespace lsl::store
