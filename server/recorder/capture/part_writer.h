#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

#include "server/recorder/depacketize/frame.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::recorder {

/// The video of a part, fixed when it begins.
struct PartVideo {
    media::Codec codec = media::Codec::Vp8;
    PictureSize size;
    Bytes setup;  ///< as in EncodedFrame
};

/// A part is what a recording is written to while it runs: Matroska in clusters of at most a
/// second, each handed to the kernel whole, so that a crash costs no more than the last one. Sound
/// and picture lie there in order of arrival with their uncorrected times; `finish_recording` turns
/// the parts into the file that people play.
///
/// One thread at a time; takes nothing of a frame but a copy of its bytes.
///
/// Errors: InvalidInput when libav refuses the frame or the headers, which costs that frame;
/// Unavailable when the disk does.
///
/// Timestamps are milliseconds of capture time plus `part_time_offset_ms`, which leaves room for a
/// track that begins earlier than the part was opened for.
class PartWriter {
  public:
    static Result<std::unique_ptr<PartWriter>> create(const std::filesystem::path& path,
                                                      const std::optional<PartVideo>& video,
                                                      UtcTime capture_start);
    virtual ~PartWriter() = default;

    /// `media_us`: capture time, microseconds. Frames of a track may come out of order by a little.
    virtual Result<void> write(const EncodedFrame& frame, std::int64_t media_us) = 0;
    /// Hands the cluster in the making to the kernel.
    virtual Result<void> flush() = 0;
    virtual std::uint64_t bytes() const = 0;
    /// The latest time that is safe with the kernel; negative before there is any.
    virtual std::int64_t written_until_us() const = 0;
};

inline constexpr std::int64_t part_time_offset_ms = 10'000;

}  // namespace lsl::recorder
