#include "server/services/jobs/due_queue.h"

#include <algorithm>
#include <utility>

namespace lsl::services {
namespace {

constexpr std::int64_t rows_of_a_look = 100;

std::chrono::minutes pause_after(std::int64_t attempts) {
    const auto doublings = static_cast<int>(std::min<std::int64_t>(attempts, 10));
    return std::min<std::chrono::minutes>(DueQueue::first_pause * (1 << doublings),
                                          DueQueue::longest_pause);
}

}  // namespace

DueQueue::DueQueue(store::Database& database, const Clock& clock, Kinds kinds)
    : database_(database), clock_(clock), kinds_(std::move(kinds)) {}

void DueQueue::look() {
    const auto rows = database_.read([&](store::Connection& reader) {
        return store::DueStore(reader).due(clock_.utc(), rows_of_a_look);
    });
    if (!rows) return;
    for (const store::DueRow& row : *rows) run(row);
}

void DueQueue::run(const store::DueRow& row) {
    const auto kind = kinds_.find(row.kind);
    const UtcTime now = clock_.utc();
    const bool known = kind != kinds_.end();
    const bool too_late = known && kind->second.grace && now - row.at > *kind->second.grace;
    if (too_late) ++too_late_;
    const Result<void> done = known && !too_late ? kind->second.run(row) : Result<void>();
    const auto note = [&](store::Connection& tx) {
        store::DueStore due(tx);
        if (known && done) return due.finish(row);
        return due.try_again(row, clock_.utc() + pause_after(row.attempts));
    };
    // What cannot be noted now is done again.
    static_cast<void>(database_.write(note));
}

DueLoop::DueLoop(DueQueue& queue)
    // After a failure the row is still there, so it is tried again.
    : worker_({.name = "due work", .after_failure = DueQueue::between_looks}, [&queue] {
          queue.look();
          return threads::Worker::Rest(DueQueue::between_looks);
      }) {}

}  // namespace lsl::services
