#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "server/media/tap.h"
#include "shared/base/result.h"

namespace lsl::recorder {

/// Names a recording and its file; the caller makes it up (recording_video_id), unguessable,
/// characters [a-z0-9-] only.
using RecordingName = std::string;

struct RecordingFile {
    RecordingName name;
    std::filesystem::path path;
    std::string content_type;  ///< "video/webm" or "video/mp4"
    std::chrono::milliseconds duration{0};
    std::uint64_t bytes = 0;
};

/// Events arrive on the recorder's own thread.
struct RecordingFinished { RecordingFile file; };           ///< seekable, playable, under its final name
struct RecordingFailed { RecordingName name; std::string reason; };  ///< nothing playable came of it
struct RecordingTrouble { RecordingName name; std::string reason; }; ///< e.g. disk nearly full: recording stopped
using RecorderEvent = std::variant<RecordingFinished, RecordingFailed, RecordingTrouble>;
using RecorderListener = std::function<void(const RecorderEvent&)>;

struct RecorderOptions {
    std::filesystem::path folder;
    std::uint64_t keep_free_bytes = 1ull << 30;  ///< recording stops rather than filling the disk
};

/// Writes what a room's publisher sends into one file a class. Own thread behind a bounded
/// queue; the media thread never waits. Methods may be called from any thread.
class Recorder {
  public:
    static Result<std::unique_ptr<Recorder>> open(const RecorderOptions& options,
                                                  RecorderListener listener);
    virtual ~Recorder() = default;

    /// Begins (or after a restart continues) a recording; give the result to MediaThread::set_tap.
    virtual std::shared_ptr<media::MediaTap> begin(const RecordingName& name) = 0;
    /// Closes it; RecordingFinished or RecordingFailed follows.
    virtual void finish(const RecordingName& name) = 0;
    /// Unfinished files of an earlier run (crash). They stay open for `begin` to continue or for
    /// `finish` to repair and close.
    virtual std::vector<RecordingName> unfinished() const = 0;
    /// NotFound unless finished.
    virtual Result<RecordingFile> find(const RecordingName& name) const = 0;
    /// Deletes a finished or unfinished recording; success when there is none.
    virtual Result<void> remove(const RecordingName& name) = 0;
};

}  // namespace lsl::recorder
