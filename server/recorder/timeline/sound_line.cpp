#include "server/recorder/timeline/sound_line.h"

#include <algorithm>

#include "server/recorder/depacketize/opus.h"

namespace lsl::recorder {

namespace {

/// Sound is put right in steps of 10 ms when it lags, and by leaving a packet out when it leads by
/// more than that packet: within what nobody notices against the picture.
constexpr std::int64_t fill_ticks = 480;
/// Up to here a hole is concealed by the decoder from what came before, beyond it is silence.
constexpr std::int64_t conceal_ticks = 2880;

std::int64_t to_ticks(std::int64_t time_us) {
    const std::int64_t positive_us = std::max<std::int64_t>(time_us, 0);
    return positive_us / 1'000'000 * opus_clock_rate_hz +
           positive_us % 1'000'000 * opus_clock_rate_hz / 1'000'000;
}

}  // namespace

Result<void> SoundLine::packet(std::int64_t time_us, ByteView data) {
    const std::int64_t ticks = opus_ticks(data);
    if (ticks == 0) return {};
    const std::int64_t at = to_ticks(time_us);
    if (at + ticks < ends_) {
        ++left_out_;
        return {};
    }
    LSL_TRY(fill(at));
    last_toc_ = data[0];
    ++laid_;
    return write(data, ticks);
}

Result<void> SoundLine::fill_until(std::int64_t time_us) { return fill(to_ticks(time_us)); }

std::int64_t SoundLine::ends_us() const { return ends_ * 1'000'000 / opus_clock_rate_hz; }

Result<void> SoundLine::fill(std::int64_t until) {
    const bool conceal = last_toc_ && until - ends_ <= conceal_ticks;
    while (until - ends_ >= fill_ticks) {
        if (conceal) {
            // A frame without data (RFC 6716, section 3.2.1), 10 ms in the mode of the sound
            // before.
            const std::byte stereo = *last_toc_ & std::byte{0x04};
            const std::byte toc = std::byte{0xf0} | stereo;
            LSL_TRY(write(ByteView(&toc, 1), fill_ticks));
        } else if (until - ends_ >= 2 * fill_ticks) {
            LSL_TRY(write(opus_silence_20ms, 2 * fill_ticks));
        } else {
            LSL_TRY(write(opus_silence_10ms, fill_ticks));
        }
    }
    return {};
}

Result<void> SoundLine::write(ByteView data, std::int64_t ticks) {
    ends_ += ticks;
    return write_(data, ticks);
}

}  // namespace lsl::recorder
