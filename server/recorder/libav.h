#pragma once

// libav's C headers with owners for what they allocate. Included by .cpp files of this folder
// alone.

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/error.h>
#include <libavutil/mem.h>
}

#include <cstring>
#include <memory>
#include <optional>
#include <string>

#include "server/media/ingest/tap.h"

namespace lsl::recorder {

// Ownership of what libav gives out, and its codecs by our names. Included by .cpp files alone. The
// pointers free on any thread; libav's objects are one thread's at a time.

struct FreePacket {
    void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};
using PacketPtr = std::unique_ptr<AVPacket, FreePacket>;

struct FreeCodecContext {
    void operator()(AVCodecContext* context) const { avcodec_free_context(&context); }
};
using CodecContextPtr = std::unique_ptr<AVCodecContext, FreeCodecContext>;

struct FreeParameters {
    void operator()(AVCodecParameters* parameters) const { avcodec_parameters_free(&parameters); }
};
using ParametersPtr = std::unique_ptr<AVCodecParameters, FreeParameters>;

struct CloseInput {
    void operator()(AVFormatContext* context) const { avformat_close_input(&context); }
};
using InputPtr = std::unique_ptr<AVFormatContext, CloseInput>;

inline AVCodecID codec_id(media::Codec codec) {
    switch (codec) {
        case media::Codec::Opus: return AV_CODEC_ID_OPUS;
        case media::Codec::Vp8: return AV_CODEC_ID_VP8;
        case media::Codec::Vp9: return AV_CODEC_ID_VP9;
        case media::Codec::H264: return AV_CODEC_ID_H264;
        case media::Codec::Av1: return AV_CODEC_ID_AV1;
    }
    return AV_CODEC_ID_NONE;
}

inline std::optional<media::Codec> codec_of(AVCodecID id) {
    switch (id) {
        case AV_CODEC_ID_OPUS: return media::Codec::Opus;
        case AV_CODEC_ID_VP8: return media::Codec::Vp8;
        case AV_CODEC_ID_VP9: return media::Codec::Vp9;
        case AV_CODEC_ID_H264: return media::Codec::H264;
        case AV_CODEC_ID_AV1: return media::Codec::Av1;
        default: return std::nullopt;
    }
}

/// A parameter set or codec header as libav owns it; false when memory is out.
inline bool set_extradata(AVCodecParameters& parameters, const std::uint8_t* bytes,
                          std::size_t count) {
    auto* copy = static_cast<std::uint8_t*>(av_mallocz(count + AV_INPUT_BUFFER_PADDING_SIZE));
    if (copy == nullptr) return false;
    std::memcpy(copy, bytes, count);
    av_freep(&parameters.extradata);
    parameters.extradata = copy;
    parameters.extradata_size = static_cast<int>(count);
    return true;
}

/// libav's text for an error code, with what it logged last on this thread.
std::string libav_error(int code);

/// Keeps libav's messages off stderr: the last one of each thread is kept for `libav_error`.
void capture_libav_log();

}  // namespace lsl::recorder
