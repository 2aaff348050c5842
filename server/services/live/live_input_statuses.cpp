#include "server/services/live/live_input_statuses.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "server/threads/attempt.h"

namespace lsl::services {

namespace {

constexpr std::chrono::milliseconds between_status_looks{200};

}  // namespace

LiveInputStatuses::LiveInputStatuses(cloudflare::StreamApi& api, const Clock& clock, Began began)
    : api_(api),
      clock_(clock),
      began_(std::move(began)),
      // Looks at the clock instead of sleeping by it, so that tests may move it.
      worker_({.name = "live inputs", .after_failure = between_status_looks}, [this] {
          look();
          return threads::Worker::Rest(between_status_looks);
      }) {}

void LiveInputStatuses::set_wanted(bool wanted) {
    {
        const std::lock_guard lock(mutex_);
        if (std::exchange(wanted_, wanted) == wanted) return;
        // What was true before a pause need not be true after it.
        if (!wanted) statuses_.clear();
    }
    worker_.wake();
}

std::optional<LiveInputStatuses::Status> LiveInputStatuses::of(
    const std::string& live_input) const {
    const std::lock_guard lock(mutex_);
    const auto found = statuses_.find(live_input);
    return found == statuses_.end() ? std::nullopt : std::optional(found->second);
}

void LiveInputStatuses::look() {
    {
        const std::lock_guard lock(mutex_);
        if (!wanted_) {
            due_ = {};
            pause_ = interval;
            return;
        }
    }
    if (clock_.mono() < due_) return;
    std::chrono::seconds retry_after{0};
    bool answered = false;
    // What throws is as if there had been no answer.
    threads::attempt("live inputs", [&] { answered = ask(retry_after); });
    pause_ = answered ? interval : std::min(2 * pause_, longest_interval);
    due_ = clock_.mono() + std::max(pause_, retry_after);
}

bool LiveInputStatuses::ask(std::chrono::seconds& retry_after) {
    const auto inputs = api_.live_inputs();
    if (!inputs) {
        retry_after = std::chrono::seconds(inputs.error().retry_after_seconds);
        return false;
    }
    std::vector<std::string> began;
    {
        const std::lock_guard lock(mutex_);
        std::map<std::string, Status> before;
        if (!wanted_) return true;
        before.swap(statuses_);
        for (const auto& input : *inputs) {
            const Status now{.enabled = input.enabled, .connection = input.connection};
            const bool connected = now.connection == cloudflare::Connection::Connected;
            const auto known = before.find(input.uid);
            const bool was = known != before.end() && known->second.connection == now.connection;
            if (connected && !was) began.push_back(input.uid);
            statuses_.emplace(input.uid, now);
        }
    }
    for (const auto& input : began) began_(input);
    return true;
}

}  // namespace lsl::services
