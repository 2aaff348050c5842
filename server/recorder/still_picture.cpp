#include "server/recorder/still_picture.h"

#include <algorithm>

#include "server/recorder/finish/picture_encoder.h"
#include "server/recorder/libav.h"
#include "server/recorder/scaler.h"

namespace lsl::recorder {

namespace {

/// Of libav's scale from 2 (best) to 31: at this size about 40 KB.
constexpr int quality = 5;

Result<FramePtr> decode(const EncodedFrame& key) {
    const AVCodec* codec = avcodec_find_decoder(codec_id(key.codec));
    if (codec == nullptr) return picture_not_converted("no decoder");
    const CodecContextPtr context(avcodec_alloc_context3(codec));
    const PacketPtr packet(av_packet_alloc());
    FramePtr frame(av_frame_alloc());
    if (!context || !packet || !frame) return picture_not_converted("out of memory");
    context->thread_count = 1;
    context->max_pixels = most_pixels_decoded;
    // One frame in, one frame out, whatever reordering the stream announces.
    context->flags |= AV_CODEC_FLAG_LOW_DELAY;
    if (const int failed = avcodec_open2(context.get(), codec, nullptr); failed < 0) {
        return picture_not_converted(libav_error(failed));
    }
    if (av_new_packet(packet.get(), static_cast<int>(key.data.size())) < 0) {
        return picture_not_converted("out of memory");
    }
    std::memcpy(packet->data, key.data.data(), key.data.size());
    if (const int failed = avcodec_send_packet(context.get(), packet.get()); failed < 0) {
        return picture_not_converted(libav_error(failed));
    }
    avcodec_send_packet(context.get(), nullptr);
    if (const int failed = avcodec_receive_frame(context.get(), frame.get()); failed < 0) {
        return picture_not_converted(libav_error(failed));
    }
    return frame;
}

/// As JPEG wants it: 4:2:0, full range, even sides.
Result<FramePtr> scaled(const AVFrame& from, int most_width) {
    const int width = std::max(std::min(from.width, most_width) & ~1, 2);
    const auto in_proportion = static_cast<std::int64_t>(from.height) * width / from.width;
    FramePtr to(av_frame_alloc());
    if (!to) return picture_not_converted("out of memory");
    to->format = AV_PIX_FMT_YUVJ420P;
    to->width = width;
    to->height = std::max(static_cast<int>(in_proportion) & ~1, 2);
    if (const int failed = av_frame_get_buffer(to.get(), 0); failed < 0) {
        return picture_not_converted(libav_error(failed));
    }
    const std::unique_ptr<SwsContext, FreeScaler> scaler(
        sws_getContext(from.width, from.height, static_cast<AVPixelFormat>(from.format), width,
                       to->height, AV_PIX_FMT_YUVJ420P, SWS_AREA, nullptr, nullptr, nullptr));
    if (!scaler) return picture_not_converted("the picture's format is not known");
    const int rows =
        sws_scale(scaler.get(), from.data, from.linesize, 0, from.height, to->data, to->linesize);
    if (rows != to->height) return picture_not_converted("the picture could not be scaled");
    return to;
}

Result<Bytes> as_jpeg(const AVFrame& frame) {
    const AVCodec* codec = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
    if (codec == nullptr) return picture_not_converted("no encoder for JPEG");
    const CodecContextPtr context(avcodec_alloc_context3(codec));
    const PacketPtr packet(av_packet_alloc());
    if (!context || !packet) return picture_not_converted("out of memory");
    context->width = frame.width;
    context->height = frame.height;
    context->pix_fmt = AV_PIX_FMT_YUVJ420P;
    context->color_range = AVCOL_RANGE_JPEG;
    context->time_base = {1, 1};
    context->thread_count = 1;
    context->flags |= AV_CODEC_FLAG_QSCALE;
    context->global_quality = quality * FF_QP2LAMBDA;
    if (const int failed = avcodec_open2(context.get(), codec, nullptr); failed < 0) {
        return picture_not_converted(libav_error(failed));
    }
    if (const int failed = avcodec_send_frame(context.get(), &frame); failed < 0) {
        return picture_not_converted(libav_error(failed));
    }
    if (const int failed = avcodec_receive_packet(context.get(), packet.get()); failed < 0) {
        return picture_not_converted(libav_error(failed));
    }
    const auto bytes =
        std::as_bytes(std::span(packet->data, static_cast<std::size_t>(packet->size)));
    return Bytes(bytes.begin(), bytes.end());
}

}  // namespace

Result<Bytes> still_picture(const EncodedFrame& key, int most_width) {
    const FramePtr decoded = LSL_TRY(decode(key));
    const FramePtr small = LSL_TRY(scaled(*decoded, most_width));
    small->quality = quality * FF_QP2LAMBDA;
    small->pts = 0;
    return as_jpeg(*small);
}

}  // namespace lsl::recorder
