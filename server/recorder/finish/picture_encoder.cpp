#include "server/recorder/finish/picture_encoder.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace lsl::recorder {

namespace {

/// A replay can be sought only where there is a key frame.
constexpr std::int64_t key_frame_every_us = 5'000'000;

/// By name, since libav's first choice may be a chip that is not there.
const AVCodec* encoder_of(media::Codec codec) {
    switch (codec) {
        case media::Codec::Vp8: return avcodec_find_encoder_by_name("libvpx");
        case media::Codec::Vp9: return avcodec_find_encoder_by_name("libvpx-vp9");
        case media::Codec::H264: return avcodec_find_encoder_by_name("libx264");
        case media::Codec::Av1: return avcodec_find_encoder_by_name("libaom-av1");
        case media::Codec::Opus: break;
    }
    return nullptr;
}

struct FreeDictionary {
    AVDictionary* entries = nullptr;
    ~FreeDictionary() { av_dict_free(&entries); }
    void set(const char* name, const char* value) { av_dict_set(&entries, name, value, 0); }
};

/// Nothing is held back to look ahead: that bounds memory and keeps the picture beside its sound.
void set_options(media::Codec codec, FreeDictionary& options) {
    if (codec == media::Codec::H264) {
        options.set("preset", "veryfast");
        options.set("tune", "zerolatency");
        options.set("crf", "21");
        options.set("forced-idr", "1");
        return;
    }
    options.set("deadline", "realtime");
    options.set("usage", "realtime");
    options.set("cpu-used", codec == media::Codec::Av1 ? "8" : "5");
    options.set("lag-in-frames", "0");
}

/// An AV1 key frame as a part holds it: its sequence header once more as `setup`, and no temporal
/// delimiters (AV1 specification, 5.3.2: type in four bits, then an optional byte, then the size).
void take_av1(ByteView unit, EncodedFrame& frame) {
    enum Type : unsigned { SequenceHeader = 1, TemporalDelimiter = 2 };
    for (std::size_t at = 0; at < unit.size();) {
        const unsigned head = std::to_integer<unsigned>(unit[at]);
        std::size_t next = at + ((head & 0x04) != 0 ? 2 : 1);
        std::size_t size = unit.size() - std::min(next, unit.size());
        if ((head & 0x02) != 0) {
            size = 0;
            for (unsigned shift = 0; next < unit.size() && shift < 56; shift += 7) {
                const auto byte = std::to_integer<std::size_t>(unit[next++]);
                size |= (byte & 0x7f) << shift;
                if ((byte & 0x80) == 0) break;
            }
        }
        const std::size_t end = std::min(next + size, unit.size());
        const ByteView obu = unit.subspan(at, end - at);
        const unsigned type = head >> 3 & 0x0f;
        if (type == SequenceHeader) frame.setup.assign(obu.begin(), obu.end());
        if (type != TemporalDelimiter) {
            frame.data.insert(frame.data.end(), obu.begin(), obu.end());
        }
        at = end;
    }
}

}  // namespace

bool can_encode(media::Codec codec) { return encoder_of(codec) != nullptr; }

Result<PictureEncoder> PictureEncoder::open(const TranscoderTarget& target, const AVFrame& like) {
    const AVCodec* codec = encoder_of(target.codec);
    if (codec == nullptr) {
        return picture_not_converted("no encoder for " +
                                     std::string(media::codec_name(target.codec)));
    }
    CodecContextPtr context(avcodec_alloc_context3(codec));
    if (!context) return picture_not_converted("out of memory");
    context->width = like.width;
    context->height = like.height;
    context->pix_fmt = AV_PIX_FMT_YUV420P;
    context->color_range = like.color_range;
    context->colorspace = like.colorspace;
    context->color_primaries = like.color_primaries;
    context->color_trc = like.color_trc;
    context->time_base = {1, target.frames_per_second};
    context->framerate = {target.frames_per_second, 1};
    context->gop_size = 20 * target.frames_per_second;  // key frames are asked for, by time
    context->max_b_frames = 0;
    context->thread_count = 1;
    context->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    context->rc_max_rate = target.bits_per_second;
    context->rc_buffer_size =
        static_cast<int>(std::min<std::int64_t>(2 * target.bits_per_second, 1 << 30));
    // x264 goes by quality below that bound.
    if (target.codec != media::Codec::H264) context->bit_rate = target.bits_per_second;
    FreeDictionary options;
    set_options(target.codec, options);
    if (const int failed = avcodec_open2(context.get(), codec, &options.entries); failed < 0) {
        return picture_not_converted(std::string(codec->name) + ": " + libav_error(failed));
    }
    PictureEncoder encoder(target.codec, std::move(context));
    if (!encoder.packet_) return picture_not_converted("out of memory");
    return encoder;
}

Result<void> PictureEncoder::push(std::int64_t media_us, AVFrame& frame,
                                  std::vector<Transcoder::Picture>& pictures) {
    const bool key = pushed_ == 0 || media_us >= next_key_us_;
    if (key) next_key_us_ = media_us + key_frame_every_us;
    frame.pict_type = key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
    frame.pts = pushed_++;
    times_us_.push_back(media_us);
    if (const int failed = avcodec_send_frame(context_.get(), &frame); failed < 0) {
        return picture_not_converted(libav_error(failed));
    }
    return receive(pictures);
}

Result<void> PictureEncoder::finish(std::vector<Transcoder::Picture>& pictures) {
    if (const int failed = avcodec_send_frame(context_.get(), nullptr); failed < 0) {
        return picture_not_converted(libav_error(failed));
    }
    return receive(pictures);
}

Result<void> PictureEncoder::receive(std::vector<Transcoder::Picture>& pictures) {
    while (true) {
        const int received = avcodec_receive_packet(context_.get(), packet_.get());
        if (received == AVERROR(EAGAIN) || received == AVERROR_EOF) return {};
        if (received < 0) return picture_not_converted(libav_error(received));
        Transcoder::Picture picture;
        picture.frame.codec = codec_;
        picture.frame.key = (packet_->flags & AV_PKT_FLAG_KEY) != 0;
        const auto data =
            std::as_bytes(std::span(packet_->data, static_cast<std::size_t>(packet_->size)));
        if (picture.frame.key) picture.frame.size = {context_->width, context_->height};
        if (codec_ == media::Codec::Av1) {
            take_av1(data, picture.frame);
            if (!picture.frame.key) picture.frame.setup.clear();
        } else {
            // As everywhere in the parts, an H264 key frame carries its parameter sets.
            if (picture.frame.key && codec_ == media::Codec::H264) {
                const auto sets = std::as_bytes(std::span(
                    context_->extradata, static_cast<std::size_t>(context_->extradata_size)));
                picture.frame.setup.assign(sets.begin(), sets.end());
                picture.frame.data = picture.frame.setup;
            }
            picture.frame.data.insert(picture.frame.data.end(), data.begin(), data.end());
        }
        if (!times_us_.empty()) {
            picture.media_us = times_us_.front();
            times_us_.pop_front();
        }
        av_packet_unref(packet_.get());
        pictures.push_back(std::move(picture));
    }
}

}  // namespace lsl::recorder
