#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "server/media/ingest/tap.h"
#include "server/recorder/finish/replay_check.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace lsl::recorder {

/// Names a recording and its file; the caller makes it up (recording_video_id), unguessable,
/// characters [a-z0-9-] only, 1 to 100 of them, not starting with '-'.
using RecordingName = std::string;

struct RecordingFile {
    RecordingName name;
    std::filesystem::path path;
    std::string content_type;  ///< "video/webm" or "video/mp4"
    std::chrono::milliseconds duration{0};
    std::uint64_t bytes = 0;
    UtcTime started_at{};  ///< when the first packet was captured; survives a crash
    std::string lack;      ///< what it does not show though it was sent, a sentence; else empty
};

/// Events arrive on the recorder's own thread, never while one of its locks is held: a listener may
/// call any method, but should not linger, since packets wait meanwhile.
///
/// A publisher may come back with another video codec; no browser plays a file that changes it. The
/// codec that was recorded longest makes `file`, and what the others showed is converted to it
/// before, at low priority (see `Recorder::preparing`). Where that cannot be done the sound is
/// there all the same, `file.lack` says so, and the pictures are kept in `other_files`.
struct RecordingFinished {  ///< seekable, playable, under its final name
    RecordingFile file;
    std::vector<std::filesystem::path> other_files;
    /// What came in and what is in the files; all zero when it was finished before.
    ReplayFigures figures;
};
struct RecordingFailed {  ///< nothing playable came of it
    RecordingName name;
    std::string reason;
};
struct RecordingTrouble {  ///< e.g. disk nearly full: recording stopped, or no picture to record
    RecordingName name;
    std::string reason;  ///< replaces what was said before
};
using RecorderEvent = std::variant<RecordingFinished, RecordingFailed, RecordingTrouble>;
using RecorderListener = std::function<void(const RecorderEvent&)>;

struct RecorderOptions {
    std::filesystem::path folder;
    /// Recording stops rather than leaving less than this, beside the room for the finished copy.
    std::uint64_t keep_free_bytes = 1ull << 30;
    /// What all recordings may take together; recording stops there. 0 = whatever the disk has.
    std::uint64_t max_bytes = 0;
    std::size_t queue_bytes = 32u << 20;  ///< per recording, between media thread and disk
    /// A key frame is asked for (MediaTap::take_key_frame_request) when the last is older:
    /// browsers send one on demand only, and a replay can be sought only where they are.
    std::chrono::milliseconds key_frame_every{5000};
    const Clock* clock = nullptr;  ///< needed; must outlive the recorder
    /// Of converting pictures, 0 to 19 as in nice(1): classes on air come first.
    int conversion_niceness = 19;
    /// Free bytes of the disk that holds a folder; statvfs when empty.
    std::function<std::uint64_t(const std::filesystem::path&)> free_bytes;
};

/// A recording that is being finished and whose pictures are converted on the way.
struct Preparing {
    RecordingName name;
    int percent = 0;  ///< 0 to 100

    bool operator==(const Preparing&) const = default;
};

struct Space {
    std::uint64_t recordings_bytes = 0;  ///< all files of all recordings
    std::uint64_t free_bytes = 0;
    std::string lack;  ///< why nothing more is recorded, the beginning of a sentence; else empty
};

/// Between the media thread and the disk.
struct RecorderLoad {
    std::size_t open = 0;               ///< recordings that take packets
    std::uint64_t queued_bytes = 0;     ///< of all queues, when they were last looked at
    std::uint64_t dropped_packets = 0;  ///< that found their queue full, since the start
    std::uint64_t finished = 0;         ///< replays, since the start
    std::uint64_t short_replays = 0;    ///< of them, with less than came in (`shortfall`)
    std::int64_t sound_received = 0;    ///< packets of those classes
    std::int64_t sound_written = 0;     ///< of them, in the replays
};

/// Writes what a room's publisher sends into one file a class. Own thread behind a bounded
/// queue; the media thread never waits. Methods may be called from any thread.
class Recorder {
  public:
    static Result<std::unique_ptr<Recorder>> open(const RecorderOptions& options,
                                                  RecorderListener listener);
    virtual ~Recorder() = default;

    /// Begins (or after a restart continues) a recording; give the result to media::SetTap.
    /// The same tap again while it is open. Null for a name that is not allowed or a recording that
    /// is finished or being finished; a RecordingTrouble says so.
    virtual std::shared_ptr<media::MediaTap> begin(const RecordingName& name) = 0;
    /// Closes it; RecordingFinished or RecordingFailed follows. On a finished one the event comes
    /// again, so that a caller who lost it by a crash may ask once more. Where the disk has no room
    /// for the finished copy a RecordingTrouble follows and the recording stays in `unfinished`.
    virtual void finish(const RecordingName& name) = 0;
    /// Unfinished files of an earlier run (crash). They stay open for `begin` to continue or for
    /// `finish` to repair and close. Recordings still open when a Recorder goes are among them.
    virtual std::vector<RecordingName> unfinished() const = 0;
    /// What a recording that runs shows now, give or take `key_frame_every`: a JPEG of at most that
    /// width. NotFound before its first picture and when it does not run; InvalidInput when libav
    /// cannot decode it. Decodes on the calling thread.
    virtual Result<std::vector<std::byte>> picture(const RecordingName& name,
                                                   int most_width) const = 0;
    /// NotFound unless finished.
    virtual Result<RecordingFile> find(const RecordingName& name) const = 0;
    /// The recordings whose pictures are being converted.
    virtual std::vector<Preparing> preparing() const { return {}; }
    /// Deletes a finished or unfinished recording; success when there is none.
    virtual Result<void> remove(const RecordingName& name) = 0;
    /// Looks at the disk.
    virtual Space space() const = 0;
    /// Waits for nothing.
    virtual RecorderLoad load() const = 0;
};

}  // namespace lsl::recorder
