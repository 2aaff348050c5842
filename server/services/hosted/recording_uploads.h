#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "server/cloudflare/stream_api.h"
#include "server/cloudflare/tus_upload.h"
#include "server/recorder/recorder.h"
#include "server/services/live/recording_outcomes.h"
#include "server/store/classes/uploads_store.h"
#include "server/store/database.h"
#include "server/threads/worker.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace lsl::services {

/// Brings finished recordings to Cloudflare Stream: uploads them in pieces, waits until the video
/// plays, gives it to the class, and only then drops the local copy. Each step is written down
/// after it is done, so that a server that dies anywhere goes on where it was. Thread-safe; `step`
/// from one thread at a time.
class RecordingUploads {
  public:
    /// Tests stop a step at a named point as a crash would, by answering false.
    using Checkpoint = std::function<bool(std::string_view point)>;

    /// All outlive the object.
    RecordingUploads(store::Database& database, const Clock& clock, cloudflare::TusUploads& uploads,
                     cloudflare::StreamApi& api, recorder::Recorder& recorder,
                     RecordingOutcomes& outcomes, Checkpoint checkpoint = {});

    /// A finished recording of a class that waits for it; again does nothing.
    Result<void> add(StreamId stream, const recorder::RecordingName& recording);
    /// 0..1; nothing when none is under way.
    std::optional<double> progress(StreamId stream) const;
    /// Why it came to nothing, a sentence; empty when it did not.
    std::string trouble(StreamId stream) const;
    /// The class wants its recording no more: what is at Cloudflare of an upload that had come to
    /// nothing goes too. Uploads under way notice by themselves.
    Result<void> forget(StreamId stream);
    /// A webhook said so: it is looked at with the next step.
    void video_changed(std::string_view video_uid);

    /// The next step of the upload that is due first. When to come again; nothing = all is done.
    std::optional<UtcTime> step();

  private:
    using Upload = store::RecordingUpload;

    /// An error is written down and tried again, but for that of a step which was stopped.
    Result<void> advance(Upload& upload);
    Result<void> begin(Upload& upload);
    Result<void> send_piece(Upload& upload);
    Result<void> look(Upload& upload);
    Result<void> drop_local_copy(Upload& upload);
    Result<void> drop_everything(Upload& upload);
    Result<void> give_to_class(Upload& upload, const cloudflare::Video& video);
    Result<void> give_up(Upload& upload, const std::string& reason);
    Result<void> start_anew(Upload& upload);
    /// Its file is no longer there: taken back together with the replay, or lost.
    Result<void> file_is_gone(Upload& upload);
    /// Notes what came of the recording and the upload's next state, both or neither: `wanted` when
    /// the class waited for it, else there is nothing to do but to clear up.
    Result<void> note_outcome(Upload& upload, RecordingOutcomes::Outcome outcome,
                              std::optional<VideoId> hosted, store::UploadState wanted);
    Result<void> keep(const Upload& upload);
    bool has_news(const std::string& video_uid);
    /// False: here a test wants the process to have died.
    bool passes(std::string_view point);

    store::Database& database_;
    const Clock& clock_;
    cloudflare::TusUploads& uploads_;
    cloudflare::StreamApi& api_;
    recorder::Recorder& recorder_;
    RecordingOutcomes& outcomes_;
    const Checkpoint checkpoint_;
    bool stopped_ = false;  ///< the step under way was, at a checkpoint; of the thread that steps

    std::mutex mutex_;            ///< of the next
    std::set<std::string> news_;  ///< videos that changed while they were being looked at
};

/// The thread that works for `RecordingUploads`. Stops when destroyed, after the piece it sends.
class RecordingUploadsLoop {
  public:
    /// Both outlive the object.
    RecordingUploadsLoop(RecordingUploads& uploads, const Clock& clock);
    /// There is something to do.
    void wake() { worker_.wake(); }

  private:
    threads::Worker worker_;
};

}  // namespace lsl::services
