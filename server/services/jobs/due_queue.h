#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "server/store/database.h"
#include "server/store/jobs/due_store.h"
#include "server/threads/worker.h"
#include "shared/base/clock.h"

namespace lsl::services {

/// How one kind of work at a time is done.
struct DueKind {
    /// Later than that it is of no use and goes undone; nothing: it never loses its use.
    std::optional<std::chrono::seconds> grace;
    /// Does the work, on the queue's thread. May run twice for one row when the server dies between
    /// the work and its note. After a failure it is tried again, later and later.
    std::function<Result<void>(const store::DueRow&)> run;
};

/// Runs what store::DueStore holds, each row at its time or soon after: also after a downtime, as
/// far as its kind's grace reaches. Beside the daily jobs, which look for their work by themselves.
class DueQueue {
  public:
    static constexpr std::chrono::seconds between_looks{1};
    static constexpr std::chrono::minutes first_pause{1};
    static constexpr std::chrono::minutes longest_pause{60};

    using Kinds = std::map<std::string, DueKind, std::less<>>;
    DueQueue(store::Database& database, const Clock& clock, Kinds kinds);

    /// Runs what is due now. Rows of unknown kinds, which a newer version has left, wait.
    void look();
    std::uint64_t too_late_count() const { return too_late_; }

  private:
    void run(const store::DueRow& row);

    store::Database& database_;
    const Clock& clock_;
    const Kinds kinds_;
    std::uint64_t too_late_ = 0;
};

/// Looks at a queue each second, on a thread of its own.
class DueLoop {
  public:
    explicit DueLoop(DueQueue& queue);

  private:
    threads::Worker worker_;
};

}  // namespace lsl::services
