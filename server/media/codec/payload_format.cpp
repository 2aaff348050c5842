#include "server/media/codec/payload_format.h"

#include <algorithm>
#include <array>

#include "server/media/codec/av1.h"
#include "server/media/codec/h264.h"
#include "server/media/codec/opus.h"
#include "server/media/codec/vp8.h"
#include "server/media/codec/vp9.h"

namespace lsl::media {

bool PayloadFormat::carries(std::string_view) const { return true; }

std::string PayloadFormat::answer(std::string_view line, bool) const { return std::string(line); }

int PayloadFormat::fit(std::string_view, std::string_view) const { return 1; }

bool PayloadFormat::starts_key_frame(Bytes) const { return false; }

PictureSize PayloadFormat::key_frame_size(Bytes) const { return {}; }

bool PayloadFormat::starts_b_frame(Bytes) const { return false; }

std::unique_ptr<DecoderSetup> PayloadFormat::decoder_setup(std::string_view) const {
    return nullptr;
}

std::string_view codec_name(Codec codec) {
    switch (codec) {
        case Codec::Opus: return "Opus";
        case Codec::Vp8: return "VP8";
        case Codec::Vp9: return "VP9";
        case Codec::H264: return "H264";
        case Codec::Av1: return "AV1";
    }
    return "";
}

std::span<const PayloadFormat* const> payload_formats() {
    static const OpusFormat opus;
    static const Vp8Format vp8;
    static const H264Format h264;
    static const Vp9Format vp9;
    static const Av1Format av1;
    static const std::array<const PayloadFormat*, 5> all{&opus, &vp8, &h264, &vp9, &av1};
    return all;
}

const PayloadFormat& payload_format(Codec codec) {
    const auto all = payload_formats();
    return **std::find_if(all.begin(), all.end(),
                          [&](const PayloadFormat* one) { return one->codec() == codec; });
}

}  // namespace lsl::media
