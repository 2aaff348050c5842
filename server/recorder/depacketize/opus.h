#pragma once

#include <array>
#include <memory>

#include "server/recorder/depacketize/depacketizer.h"

namespace lsl::recorder {

/// Opus always counts in 48 kHz ticks (RFC 7587, section 4.1).
inline constexpr int opus_clock_rate_hz = 48000;

// All of this is for any thread and allocates nothing but the depacketizer.

/// What a packet plays for, in ticks, from its table of contents (RFC 6716, section 3.1); 0 when it
/// is malformed or claims more than the 120 ms that a packet may last.
int opus_ticks(ByteView packet);

/// 10 ms and 20 ms of coded silence (CELT, full band, the silence flag set).
inline constexpr std::array<std::byte, 3> opus_silence_10ms{std::byte{0xf0}, std::byte{0xff},
                                                            std::byte{0xfe}};
inline constexpr std::array<std::byte, 3> opus_silence_20ms{std::byte{0xf8}, std::byte{0xff},
                                                            std::byte{0xfe}};

/// "OpusHead" (RFC 7845, section 5.1): stereo, no pre-skip, since a live stream has no beginning.
std::array<std::byte, 19> opus_head();

/// One packet is one frame (RFC 7587, section 4.2).
std::unique_ptr<Depacketizer> make_opus_depacketizer();

}  // namespace lsl::recorder
