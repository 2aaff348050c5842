#include "server/recorder/finish/transcoder.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "server/recorder/finish/picture_encoder.h"
#include "server/recorder/scaler.h"

namespace lsl::recorder {

namespace {

constexpr double most_pixels_encoded = 1920.0 * 1088;

/// Even, since the colours have half the size; the shape stays.
PictureSize fitting_size(int width, int height) {
    const double pixels = static_cast<double>(width) * height;
    const double scale = pixels > most_pixels_encoded ? std::sqrt(most_pixels_encoded / pixels) : 1;
    const auto even = [&](int side) {
        return std::max(static_cast<int>(std::lround(side * scale)) & ~1, 2);
    };
    return {even(width), even(height)};
}

class LibavTranscoder final : public Transcoder {
  public:
    explicit LibavTranscoder(const TranscoderTarget& target) : target_(target) {}

    Result<void> start(const AVCodecParameters& source) {
        const AVCodec* codec = avcodec_find_decoder(source.codec_id);
        if (codec == nullptr) {
            return picture_not_converted(std::string("no decoder for ") +
                                         avcodec_get_name(source.codec_id));
        }
        if (!can_encode(target_.codec)) {
            return picture_not_converted("no encoder for " +
                                         std::string(media::codec_name(target_.codec)));
        }
        decoder_.reset(avcodec_alloc_context3(codec));
        packet_.reset(av_packet_alloc());
        decoded_.reset(av_frame_alloc());
        if (!decoder_ || !packet_ || !decoded_) return picture_not_converted("out of memory");
        if (const int failed = avcodec_parameters_to_context(decoder_.get(), &source); failed < 0) {
            return picture_not_converted(libav_error(failed));
        }
        decoder_->thread_count = 1;
        decoder_->max_pixels = most_pixels_decoded;
        decoder_->pkt_timebase = {1, 1'000'000};
        if (const int failed = avcodec_open2(decoder_.get(), codec, nullptr); failed < 0) {
            return picture_not_converted(libav_error(failed));
        }
        return {};
    }

    Result<void> push(std::int64_t media_us, ByteView data) override {
        av_packet_unref(packet_.get());
        if (av_new_packet(packet_.get(), static_cast<int>(data.size())) < 0) {
            return picture_not_converted("out of memory");
        }
        std::memcpy(packet_->data, data.data(), data.size());
        packet_->pts = media_us;
        // A picture that does not decode costs itself.
        (void)avcodec_send_packet(decoder_.get(), packet_.get());
        return receive();
    }

    Result<void> finish() override {
        (void)avcodec_send_packet(decoder_.get(), nullptr);
        LSL_TRY(receive());
        return end_encoder();
    }

    std::vector<Picture> take() override {
        std::vector<Picture> taken;
        taken.swap(pictures_);
        return taken;
    }

  private:
    Result<void> receive() {
        while (avcodec_receive_frame(decoder_.get(), decoded_.get()) == 0) {
            const std::int64_t media_us = decoded_->best_effort_timestamp;
            if (media_us != AV_NOPTS_VALUE) LSL_TRY(encode(media_us));
            av_frame_unref(decoded_.get());
        }
        return {};
    }

    Result<void> encode(std::int64_t media_us) {
        AVFrame* frame = LSL_TRY(fitting(*decoded_));
        if (encoder_ && !encoder_->takes(*frame)) LSL_TRY(end_encoder());
        if (!encoder_) encoder_.emplace(LSL_TRY(PictureEncoder::open(target_, *frame)));
        return encoder_->push(media_us, *frame, pictures_);
    }

    Result<void> end_encoder() {
        if (!encoder_) return {};
        LSL_TRY(encoder_->finish(pictures_));
        encoder_.reset();
        return {};
    }

    /// The picture as an encoder takes it; itself where it is so already.
    Result<AVFrame*> fitting(AVFrame& from) {
        const PictureSize size = fitting_size(from.width, from.height);
        if (from.format == AV_PIX_FMT_YUV420P && size == PictureSize{from.width, from.height}) {
            return &from;
        }
        if (!scaled_ || scaled_->width != size.width || scaled_->height != size.height) {
            scaled_.reset(av_frame_alloc());
            if (!scaled_) return picture_not_converted("out of memory");
            scaled_->format = AV_PIX_FMT_YUV420P;
            scaled_->width = size.width;
            scaled_->height = size.height;
            if (av_frame_get_buffer(scaled_.get(), 0) < 0)
                return picture_not_converted("out of memory");
        }
        if (av_frame_make_writable(scaled_.get()) < 0)
            return picture_not_converted("out of memory");
        scaler_.reset(sws_getCachedContext(
            scaler_.release(), from.width, from.height, static_cast<AVPixelFormat>(from.format),
            size.width, size.height, AV_PIX_FMT_YUV420P, SWS_BILINEAR, nullptr, nullptr, nullptr));
        if (!scaler_ || sws_scale(scaler_.get(), from.data, from.linesize, 0, from.height,
                                  scaled_->data, scaled_->linesize) <= 0) {
            return picture_not_converted("the picture could not be scaled");
        }
        scaled_->colorspace = from.colorspace;
        scaled_->color_primaries = from.color_primaries;
        scaled_->color_trc = from.color_trc;
        scaled_->color_range = AVCOL_RANGE_MPEG;
        return scaled_.get();
    }

    TranscoderTarget target_;
    CodecContextPtr decoder_;
    PacketPtr packet_;
    FramePtr decoded_;
    FramePtr scaled_;
    std::unique_ptr<SwsContext, FreeScaler> scaler_;
    std::optional<PictureEncoder> encoder_;
    std::vector<Picture> pictures_;
};

}  // namespace

Error picture_not_converted(std::string detail) {
    return make_error(ErrorCode::InvalidInput, "picture_not_converted",
                      "The picture could not be converted.")
        .with_detail(std::move(detail));
}

Result<std::unique_ptr<Transcoder>> Transcoder::open(const AVCodecParameters& source,
                                                     const TranscoderTarget& target) {
    auto transcoder = std::make_unique<LibavTranscoder>(target);
    LSL_TRY(transcoder->start(source));
    return std::unique_ptr<Transcoder>(std::move(transcoder));
}

}  // namespace lsl::recorder
