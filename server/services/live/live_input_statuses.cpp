#include "server/services/live/live_input_statuses.h"

#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

namespace lsl::services {

namespace {

constexpr std::chrono::milliseconds between_status_looks{200};

}  // namespace

LiveInputStatuses::LiveInputStatuses(cloudflare::StreamApi& api, const Clock& clock, Began began)
    : api_(api), clock_(clock), began_(std::move(began)), thread_([this] { run(); }) {}

LiveInputStatuses::~LiveInputStatuses() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void LiveInputStatuses::set_wanted(bool wanted) {
    {
        const std::lock_guard lock(mutex_);
        if (std::exchange(wanted_, wanted) == wanted) return;
        // What was true before a pause need not be true after it.
        if (!wanted) statuses_.clear();
    }
    changed_.notify_all();
}

std::optional<LiveInputStatuses::Status> LiveInputStatuses::of(
    const std::string& live_input) const {
    const std::lock_guard lock(mutex_);
    const auto found = statuses_.find(live_input);
    return found == statuses_.end() ? std::nullopt : std::optional(found->second);
}

void LiveInputStatuses::run() {
    std::chrono::seconds pause = interval;
    MonoTime due{};
    std::unique_lock lock(mutex_);
    for (;;) {
        // Looks at the clock instead of sleeping by it, so that tests may move it.
        changed_.wait_for(lock, between_status_looks, [this] { return stopping_; });
        if (stopping_) return;
        if (!wanted_) {
            due = {};
            pause = interval;
        }
        if (!wanted_ || clock_.mono() < due) continue;
        lock.unlock();
        std::chrono::seconds retry_after{0};
        bool answered = false;
        try {
            answered = ask(retry_after);
        } catch (const std::exception&) {
            // As if there had been no answer.
        }
        pause = answered ? interval : std::min(2 * pause, longest_interval);
        due = clock_.mono() + std::max(pause, retry_after);
        lock.lock();
    }
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
