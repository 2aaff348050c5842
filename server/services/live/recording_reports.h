#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "server/recorder/recorder.h"
#include "server/services/events/live_changes.h"
#include "server/services/live/recording_outcomes.h"
#include "server/services/live/recording_space.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/domain/studio_class.h"

namespace lsl::services {

/// Works off what the recorder says, and looks after what it says nothing of: room on the disk, how
/// far a replay is, recordings that could not be closed. `take`, `refresh` and `reconcile` are for
/// one thread at a time, the rest is thread-safe.
class RecordingReports {
  public:
    /// Takes a finished recording of a class that another backend carries, which then notes what
    /// comes of it. Called again after a restart.
    using TakeElsewhere =
        std::function<void(const domain::StudioClass&, const recorder::RecordingFile&)>;

    /// All outlive the object. Classes of a backend other than `own_backend` go to
    /// `take_elsewhere`; without one all recordings play from here.
    RecordingReports(store::Database& database, const Clock& clock, recorder::Recorder& recorder,
                     RecordingOutcomes& outcomes, RecordingSpace& space, LiveChanges& changes,
                     std::string own_backend, TakeElsewhere take_elsewhere);

    /// At start-up: the recordings of classes over are finished, those that nothing wants any more
    /// are deleted.
    Result<void> reconcile();
    void take(const recorder::RecorderEvent& event);
    /// To be called about once a second.
    void refresh();

    /// 0..1 while a replay's pictures are being converted, as of the last `refresh`.
    std::optional<double> progress(const recorder::RecordingName& name) const;

  private:
    void finished(const recorder::RecordingFile& file);
    Result<void> settle(const recorder::RecordingFile& file);
    /// Tells who plans a class when room for its recording is gone, or back.
    void tell_of_space();
    /// Tells whose replay is being prepared how far that is.
    void tell_of_preparing();
    /// Recordings that could not be closed, say for want of room on the disk, are tried again.
    void retry_endings();

    store::Database& database_;
    const Clock& clock_;
    recorder::Recorder& recorder_;
    RecordingOutcomes& outcomes_;
    RecordingSpace& space_;
    LiveChanges& changes_;
    const std::string own_backend_;
    const TakeElsewhere take_elsewhere_;

    // Of the thread that calls `refresh`:
    MonoTime next_retry_{};
    std::string told_warning_;

    mutable std::mutex mutex_;                    ///< of the next
    std::vector<recorder::Preparing> preparing_;  ///< as told last
};

}  // namespace lsl::services
