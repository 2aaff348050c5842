#include "server/services/events/live_changes.h"

#include <utility>

namespace lsl::services {

void LiveChanges::figures_changed(StreamId stream) { note({Subject::Kind::Class, stream, {}}); }

void LiveChanges::statistics_changed(StreamId stream) {
    note({Subject::Kind::Statistics, stream, {}});
}

std::set<Subject> LiveChanges::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(subjects_, {});
}

void LiveChanges::wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return woken_ || !subjects_.empty(); });
    woken_ = false;
}

void LiveChanges::wake() {
    {
        const std::lock_guard lock(mutex_);
        woken_ = true;
    }
    changed_.notify_all();
}

void LiveChanges::note(const Subject& subject) {
    {
        const std::lock_guard lock(mutex_);
        subjects_.insert(subject);
    }
    changed_.notify_all();
}

}  // namespace lsl::services
