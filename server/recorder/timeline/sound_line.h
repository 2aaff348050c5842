#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "server/recorder/depacketize/frame.h"
#include "shared/base/result.h"

namespace lsl::recorder {

/// Lays sound down without holes: players differ in what they make of a gap in the sound (some
/// close it up and lose the picture's pace), so that losses, pauses and DTX become coded silence.
/// A packet is left out only when its time is past, that is, when two packets claim one time.
/// Times are microseconds since the replay's beginning. Keeps no bytes. One thread; the only errors
/// are those of `Write`, handed on.
class SoundLine {
  public:
    /// Takes a packet and what it plays for; they follow each other without a break. Ticks are of
    /// 48 kHz.
    using Write = std::function<Result<void>(ByteView data, std::int64_t ticks)>;

    explicit SoundLine(Write write) : write_(std::move(write)) {}

    Result<void> packet(std::int64_t time_us, ByteView data);
    /// Silence up to there; nothing when there is sound already.
    Result<void> fill_until(std::int64_t time_us);

    std::int64_t ends_us() const;
    std::int64_t laid() const { return laid_; }          ///< packets of sound, without the silence
    std::int64_t left_out() const { return left_out_; }  ///< packets whose time was past

  private:
    Result<void> fill(std::int64_t until_ticks);
    Result<void> write(ByteView data, std::int64_t ticks);

    Write write_;
    std::int64_t ends_ = 0;  ///< ticks
    std::int64_t laid_ = 0;
    std::int64_t left_out_ = 0;
    std::optional<std::byte> last_toc_;
};

}  // namespace lsl::recorder
