#include "server/services/pictures/picture.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libswscale/swscale.h>
}

#include <algorithm>
#include <cstring>
#include <memory>

#include "server/services/pictures/picture_header.h"

namespace lsl::services {

namespace {

constexpr int jpeg_quality = 4;  // of MJPEG's scale, 2 (best) to 31

template <auto release>
struct Releases {
    template <class T>
    void operator()(T* pointer) const {
        release(&pointer);
    }
};
using Frame = std::unique_ptr<AVFrame, Releases<av_frame_free>>;
using Packet = std::unique_ptr<AVPacket, Releases<av_packet_free>>;
using Codec = std::unique_ptr<AVCodecContext, Releases<avcodec_free_context>>;
struct FreesScaler {
    void operator()(SwsContext* scaler) const { sws_freeContext(scaler); }
};
using Scaler = std::unique_ptr<SwsContext, FreesScaler>;

Error not_a_picture() {
    return invalid_field("thumbnailUrl", "This is not a JPEG, PNG or WebP picture we can read.");
}

Error moves() {
    Error error =
        invalid_field("thumbnailUrl", "This picture moves. Choose one that stands still.");
    error.word = "picture_moves";
    return error;
}

Error too_many_pixels() {
    Error error = invalid_field(
        "thumbnailUrl", "This picture is too big: at most 16 million pixels, say 4,900 by 3,200.");
    error.word = "too_many_pixels";
    return error;
}

AVCodecID codec_of(PictureKind kind) {
    switch (kind) {
        case PictureKind::Jpeg: return AV_CODEC_ID_MJPEG;
        case PictureKind::Png: return AV_CODEC_ID_PNG;
        case PictureKind::WebP: return AV_CODEC_ID_WEBP;
    }
    return AV_CODEC_ID_NONE;
}

Frame decode(std::string_view bytes, AVCodecID kind) {
    const AVCodec* decoder = avcodec_find_decoder(kind);
    Codec codec(avcodec_alloc_context3(decoder));
    Packet packet(av_packet_alloc());
    Frame frame(av_frame_alloc());
    if (!decoder || !codec || !packet || !frame) return nullptr;
    // The header was read before; what is inside may say something else.
    codec->max_pixels = static_cast<std::int64_t>(most_picture_pixels);
    codec->err_recognition = AV_EF_EXPLODE;
    codec->thread_count = 1;
    if (avcodec_open2(codec.get(), decoder, nullptr) < 0) return nullptr;
    if (av_new_packet(packet.get(), static_cast<int>(bytes.size())) < 0) return nullptr;
    std::memcpy(packet->data, bytes.data(), bytes.size());
    if (avcodec_send_packet(codec.get(), packet.get()) < 0) return nullptr;
    if (avcodec_send_packet(codec.get(), nullptr) < 0) return nullptr;
    if (avcodec_receive_frame(codec.get(), frame.get()) < 0) return nullptr;
    return frame;
}

Frame shrink(const AVFrame& picture) {
    const int longer = std::max(picture.width, picture.height);
    const auto scaled = [&](int side) {
        if (longer <= largest_thumbnail_side) return std::max(side & ~1, 2);
        const std::int64_t wanted = std::int64_t{side} * largest_thumbnail_side / longer;
        return std::max(static_cast<int>(wanted) & ~1, 2);  // 4:2:0 halves both sides
    };
    Frame small(av_frame_alloc());
    if (!small) return nullptr;
    small->format = AV_PIX_FMT_YUVJ420P;
    small->width = scaled(picture.width);
    small->height = scaled(picture.height);
    if (av_frame_get_buffer(small.get(), 0) < 0) return nullptr;
    const Scaler scaler(sws_getContext(
        picture.width, picture.height, static_cast<AVPixelFormat>(picture.format), small->width,
        small->height, AV_PIX_FMT_YUVJ420P, SWS_AREA, nullptr, nullptr, nullptr));
    if (!scaler) return nullptr;
    const int lines = sws_scale(scaler.get(), picture.data, picture.linesize, 0, picture.height,
                                small->data, small->linesize);
    if (lines != small->height) return nullptr;
    return small;
}

std::string encode(AVFrame& picture) {
    const AVCodec* encoder = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
    Codec codec(avcodec_alloc_context3(encoder));
    Packet packet(av_packet_alloc());
    if (!encoder || !codec || !packet) return {};
    codec->width = picture.width;
    codec->height = picture.height;
    codec->pix_fmt = AV_PIX_FMT_YUVJ420P;
    codec->time_base = {1, 1};
    codec->thread_count = 1;
    codec->flags |= AV_CODEC_FLAG_QSCALE;
    codec->global_quality = FF_QP2LAMBDA * jpeg_quality;
    picture.quality = codec->global_quality;
    picture.pts = 0;
    if (avcodec_open2(codec.get(), encoder, nullptr) < 0) return {};
    if (avcodec_send_frame(codec.get(), &picture) < 0) return {};
    if (avcodec_receive_packet(codec.get(), packet.get()) < 0) return {};
    return std::string(reinterpret_cast<const char*>(packet->data),
                       static_cast<std::size_t>(packet->size));
}

}  // namespace

Result<void> check_picture(std::string_view bytes) {
    if (bytes.size() > largest_picture_bytes) {
        return make_error(ErrorCode::TooLarge, "too_large", "A picture can have at most 8 MB.");
    }
    const auto header = read_picture_header(bytes);
    if (!header) return not_a_picture();
    if (header->moves) return moves();
    if (header->pixels() > most_picture_pixels) return too_many_pixels();
    return {};
}

Result<std::string> shrink_to_jpeg(std::string_view bytes) {
    LSL_TRY(check_picture(bytes));
    const auto header = read_picture_header(bytes);
    const Frame picture = decode(bytes, codec_of(header->kind));
    if (!picture || picture->width <= 0 || picture->height <= 0) return not_a_picture();
    const Frame small = shrink(*picture);
    if (!small) return not_a_picture();
    std::string jpeg = encode(*small);
    if (jpeg.empty()) return internal_error("the JPEG encoder failed");
    return jpeg;
}

}  // namespace lsl::services
