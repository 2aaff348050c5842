#pragma once

#include <cstdint>
#include <string_view>

namespace lsl::media {

enum class TrackKind : std::uint8_t { Audio, Video };
enum class Codec : std::uint8_t { Opus, Vp8, Vp9, H264, Av1 };

/// "Opus", "VP8", … as the registry of RTP payload formats has it and SDP writes it.
std::string_view codec_name(Codec codec);

}  // namespace lsl::media
