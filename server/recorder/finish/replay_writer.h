#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

#include "server/recorder/depacketize/frame.h"
#include "server/recorder/libav.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::recorder {

/// What the finished file is told before its first frame.
struct ReplayTracks {
    const AVCodecParameters* video = nullptr;  ///< null: sound alone
    bool audio = false;
    bool sets_change = false;  ///< H264 parameter sets change on the way
    int reorder_depth = 0;     ///< H264 B-frames, see Journal
    UtcTime started_at{};
};

/// Writes the file that people play: WebM with cues and duration, or for H264 an MP4 with its index
/// in front. Times are microseconds since its beginning and need not be monotonic.
/// Sound has no holes (sound_line.h). Frames come in the order of ReplayOrder: no sound comes that
/// is earlier than the picture before it, so that silence can go on beside the picture.
///
/// Copies the codec parameters, owns the file, keeps no bytes of a frame. One thread. Errors:
/// Unavailable when the disk or libav refuses; the file is then worth nothing.
class ReplayWriter {
  public:
    static Result<std::unique_ptr<ReplayWriter>> create(const std::filesystem::path& path,
                                                        const ReplayTracks& tracks);
    virtual ~ReplayWriter() = default;

    virtual Result<void> video(std::int64_t time_us, bool key, ByteView data) = 0;
    virtual Result<void> audio(std::int64_t time_us, ByteView data) = 0;
    /// Completes the file. Returns its duration.
    virtual Result<std::chrono::milliseconds> finish() = 0;
    /// Packets of sound that are in the file, silence not counted.
    virtual std::int64_t sound_packets() const = 0;
};

/// "mp4" for H264, else "webm".
std::string_view replay_extension(const AVCodecParameters* video);

}  // namespace lsl::recorder
