#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "server/recorder/recorder.h"
#include "shared/base/clock.h"
#include "shared/wire/jobs.h"

namespace lsl::services {

/// How much room recordings have, and what the instructor hears when there is none. Looks at the
/// disk every few seconds at most. Thread-safe.
class RecordingSpace {
  public:
    /// `max_bytes` as in RecorderOptions.
    RecordingSpace(const recorder::Recorder& recorder, const Clock& clock,
                   std::uint64_t max_bytes = 0);

    wire::RecordingSpace row() const;
    /// A sentence about a class that is still to come; empty when it can be recorded.
    std::string warning() const;

  private:
    recorder::Space look() const;

    const recorder::Recorder& recorder_;
    const Clock& clock_;
    const std::uint64_t max_bytes_;

    mutable std::mutex mutex_;  ///< the two below
    mutable std::optional<MonoTime> seen_at_;
    mutable recorder::Space seen_;
};

}  // namespace lsl::services
