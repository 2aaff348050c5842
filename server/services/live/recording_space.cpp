#include "server/services/live/recording_space.h"

namespace lsl::services {

namespace {

constexpr std::chrono::seconds between_looks{5};

}  // namespace

RecordingSpace::RecordingSpace(const recorder::Recorder& recorder, const Clock& clock,
                               std::uint64_t max_bytes)
    : recorder_(recorder), clock_(clock), max_bytes_(max_bytes) {}

void RecordingSpace::refresh() {
    const MonoTime now = clock_.mono();
    {
        const std::lock_guard lock(mutex_);
        if (seen_at_ && now - *seen_at_ < between_looks) return;
    }
    recorder::Space space = recorder_.space();
    const std::lock_guard lock(mutex_);
    seen_at_ = now;
    seen_ = std::move(space);
}

wire::RecordingSpace RecordingSpace::row() {
    refresh();
    const std::lock_guard lock(mutex_);
    wire::RecordingSpace row{.recordings_bytes = static_cast<std::int64_t>(seen_.recordings_bytes),
                             .free_bytes = static_cast<std::int64_t>(seen_.free_bytes),
                             .max_bytes = std::nullopt,
                             .full = !seen_.lack.empty()};
    if (max_bytes_ != 0) row.max_bytes = static_cast<std::int64_t>(max_bytes_);
    return row;
}

std::string RecordingSpace::warning() const {
    const std::lock_guard lock(mutex_);
    if (seen_.lack.empty()) return {};
    return seen_.lack + ": this class won't be recorded. Make room before it starts.";
}

}  // namespace lsl::services
