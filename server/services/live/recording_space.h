#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "server/recorder/recorder.h"
#include "shared/base/clock.h"
#include "shared/wire/jobs.h"

namespace lsl::services {

/// How much room recordings have, and what the instructor hears when there is none. Looks at the
/// disk every few seconds at most, since that takes longer the more recordings there are.
/// Thread-safe.
class RecordingSpace {
  public:
    /// `max_bytes` as in RecorderOptions.
    RecordingSpace(const recorder::Recorder& recorder, const Clock& clock,
                   std::uint64_t max_bytes = 0);

    /// Looks anew when the last look is old.
    wire::RecordingSpace row();
    void refresh();
    /// By the last look: a sentence about a class that is still to come; empty when it can be
    /// recorded.
    std::string warning() const;

  private:
    const recorder::Recorder& recorder_;
    const Clock& clock_;
    const std::uint64_t max_bytes_;

    mutable std::mutex mutex_;  ///< the two below
    std::optional<MonoTime> seen_at_;
    recorder::Space seen_;
};

}  // namespace lsl::services
