#include "server/services/recording_space.h"

namespace lsl::services {

namespace {

constexpr std::chrono::seconds between_looks{5};

}  // namespace

RecordingSpace::RecordingSpace(const recorder::Recorder& recorder, const Clock& clock,
                               std::uint64_t max_bytes)
    : recorder_(recorder), clock_(clock), max_bytes_(max_bytes) {}

wire::RecordingSpace RecordingSpace::row() const {
    const recorder::Space space = look();
    wire::RecordingSpace row{.recordings_bytes = static_cast<std::int64_t>(space.recordings_bytes),
                             .free_bytes = static_cast<std::int64_t>(space.free_bytes),
                             .max_bytes = std::nullopt,
                             .full = !space.lack.empty()};
    if (max_bytes_ != 0) row.max_bytes = static_cast<std::int64_t>(max_bytes_);
    return row;
}

std::string RecordingSpace::warning() const {
    const std::string lack = look().lack;
    if (lack.empty()) return {};
    return lack + ": this class won't be recorded. Make room before it starts.";
}

recorder::Space RecordingSpace::look() const {
    const std::lock_guard lock(mutex_);
    const MonoTime now = clock_.mono();
    if (!seen_at_ || now - *seen_at_ >= between_looks) {
        seen_ = recorder_.space();
        seen_at_ = now;
    }
    return seen_;
}

}  // namespace lsl::services
