#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "server/recorder/finish/conversion.h"
#include "server/recorder/finish/replay_plan.h"
#include "server/recorder/recorder.h"
#include "server/recorder/recording.h"
#include "server/threads/worker.h"
#include "shared/base/result.h"

namespace lsl::recorder {

/// Where closed recordings become the files that people play, one after another, away from the
/// thread that writes those on air. Converting pictures of another codec takes as long as it takes,
/// on a thread of its own, so that a class without any waits for none.
///
/// Methods may be called from any thread, but not by `settle`.
class FinishingLine {
  public:
    using RecordingPtr = std::shared_ptr<Recording>;
    /// Takes what came of a recording; Conflict: it was cancelled. On one of the line's threads,
    /// while none of its locks is held. The line still counts as working on the recording.
    using Settle = std::function<void(const RecordingPtr&, Result<RecordingFinished>)>;

    /// `niceness`: of converting, as in nice(1). `free_bytes`: of the disk; any thread.
    FinishingLine(int niceness, std::function<std::uint64_t()> free_bytes, Settle settle);
    /// Like `stop`.
    ~FinishingLine();
    FinishingLine(const FinishingLine&) = delete;
    FinishingLine& operator=(const FinishingLine&) = delete;

    /// The recording is closed. Its parts stay until the finished file is whole.
    void add(const RecordingPtr& recording);
    /// Forgets a recording that was cancelled, and waits while it is being worked on.
    void leave(const RecordingPtr& recording);
    /// Ends with what is at hand, which whoever calls cancels before. What waits is not begun.
    void stop();

  private:
    struct ToFinish {
        RecordingPtr recording;
        std::optional<Converted> converted;  ///< none: not looked into yet
    };

    threads::Worker::Rest finish_next();
    void finish(const ToFinish& next);
    threads::Worker::Rest convert_next();
    void convert(const RecordingPtr& recording, const ConversionPlan& plan);

    const int niceness_;
    const std::function<std::uint64_t()> free_bytes_;
    const Settle settle_;

    std::mutex mutex_;               ///< guards what follows, but the workers
    std::condition_variable rests_;  ///< one of both is done with something
    std::deque<ToFinish> to_finish_;
    std::deque<std::pair<RecordingPtr, ConversionPlan>> to_convert_;
    RecordingPtr finishing_;
    RecordingPtr converting_;
    threads::Worker finisher_;  // last: they use all the others
    threads::Worker converter_;
};

}  // namespace lsl::recorder
