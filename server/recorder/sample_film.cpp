#include "server/recorder/sample_film.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <system_error>
#include <vector>

#include "server/recorder/depacketize/opus.h"
#include "server/recorder/finish/finish_errors.h"
#include "server/recorder/finish/picture_encoder.h"
#include "server/recorder/finish/replay_writer.h"
#include "server/recorder/libav.h"
#include "server/recorder/sample_dancer.h"

namespace lsl::recorder {

namespace {

constexpr int film_width = 480, film_height = 270, frames_per_second = 25;
constexpr std::int64_t picture_bits_per_second = 700'000;
constexpr std::int64_t second_us = 1'000'000;
constexpr int packet_samples = 960;  ///< 20 ms
constexpr std::int64_t sound_bits_per_second = 96'000;
constexpr int counts = 8;

/// A drum on each beat, falling in pitch and loudness, and a short click on the first of eight.
double drum(double beat) {
    const double into = beat - std::floor(beat);
    const bool first = static_cast<std::int64_t>(std::floor(beat)) % counts == 0;
    const double seconds = into / 2;
    const double kick =
        std::exp(-seconds * 18) *
        std::sin(2 * std::numbers::pi * (52 * seconds - 14 * std::exp(-seconds * 30)));
    const double click =
        std::exp(-seconds * 60) * std::sin(2 * std::numbers::pi * (first ? 1760 : 880) * seconds);
    return 0.5 * kick + (first ? 0.22 : 0.1) * click;
}

class DrumLine {
  public:
    static Result<DrumLine> open() {
        const AVCodec* codec = avcodec_find_encoder_by_name("libopus");
        if (codec == nullptr) return recording_write_failed("no encoder for Opus");
        CodecContextPtr context(avcodec_alloc_context3(codec));
        FramePtr frame(av_frame_alloc());
        if (!context || !frame) return recording_write_failed(libav_error(AVERROR(ENOMEM)));
        context->sample_rate = opus_clock_rate_hz;
        context->sample_fmt = AV_SAMPLE_FMT_S16;
        context->ch_layout = AV_CHANNEL_LAYOUT_STEREO;
        context->bit_rate = sound_bits_per_second;
        context->time_base = {1, opus_clock_rate_hz};
        if (const int failed = avcodec_open2(context.get(), codec, nullptr); failed < 0) {
            return recording_write_failed(libav_error(failed));
        }
        frame->format = context->sample_fmt;
        frame->nb_samples = packet_samples;
        frame->sample_rate = opus_clock_rate_hz;
        if (av_channel_layout_copy(&frame->ch_layout, &context->ch_layout) < 0 ||
            av_frame_get_buffer(frame.get(), 0) < 0) {
            return recording_write_failed(libav_error(AVERROR(ENOMEM)));
        }
        return DrumLine(std::move(context), std::move(frame));
    }

    /// Encodes the next 20 ms; what comes out goes to `writer`.
    Result<void> push(double beats_per_second, ReplayWriter& writer) {
        if (const int failed = av_frame_make_writable(frame_.get()); failed < 0) {
            return recording_write_failed(libav_error(failed));
        }
        auto* samples = reinterpret_cast<std::int16_t*>(frame_->data[0]);
        for (int i = 0; i < packet_samples; ++i) {
            const double time =
                static_cast<double>(sent_ * packet_samples + i) / opus_clock_rate_hz;
            const auto value = static_cast<std::int16_t>(
                32'000 * std::clamp(drum(time * beats_per_second), -1.0, 1.0));
            samples[2 * i] = samples[2 * i + 1] = value;
        }
        frame_->pts = sent_++ * packet_samples;
        if (const int failed = avcodec_send_frame(context_.get(), frame_.get()); failed < 0) {
            return recording_write_failed(libav_error(failed));
        }
        while (avcodec_receive_packet(context_.get(), packet_.get()) == 0) {
            const auto bytes =
                std::as_bytes(std::span(packet_->data, static_cast<std::size_t>(packet_->size)));
            const auto written = writer.audio(received_++ * second_us / 50, bytes);
            av_packet_unref(packet_.get());
            if (!written) return written;
        }
        return {};
    }

  private:
    DrumLine(CodecContextPtr context, FramePtr frame)
        : context_(std::move(context)), frame_(std::move(frame)) {}

    CodecContextPtr context_;
    FramePtr frame_;
    PacketPtr packet_{av_packet_alloc()};
    std::int64_t sent_ = 0, received_ = 0;
};

Result<FramePtr> blank_picture() {
    FramePtr frame(av_frame_alloc());
    if (!frame) return recording_write_failed(libav_error(AVERROR(ENOMEM)));
    frame->format = AV_PIX_FMT_YUV420P;
    frame->width = film_width;
    frame->height = film_height;
    if (const int failed = av_frame_get_buffer(frame.get(), 0); failed < 0) {
        return recording_write_failed(libav_error(failed));
    }
    return frame;
}

Planes planes_of(AVFrame& frame) {
    Planes planes;
    planes.width = frame.width;
    planes.height = frame.height;
    for (std::size_t i = 0; i < planes.rows.size(); ++i) {
        planes.rows[i] = frame.data[i];
        planes.strides[i] = frame.linesize[i];
    }
    return planes;
}

Result<void> write_pictures(std::vector<Transcoder::Picture>& pictures, ReplayWriter& writer) {
    for (const Transcoder::Picture& picture : pictures) {
        LSL_TRY(writer.video(picture.media_us, picture.frame.key, picture.frame.data));
    }
    pictures.clear();
    return {};
}

Result<void> film_into(ReplayWriter& writer, const SampleFilm& film) {
    const FramePtr frame = LSL_TRY(blank_picture());
    PictureEncoder encoder =
        LSL_TRY(PictureEncoder::open({.codec = media::Codec::Vp8,
                                      .bits_per_second = picture_bits_per_second,
                                      .frames_per_second = frames_per_second},
                                     *frame));
    DrumLine drums = LSL_TRY(DrumLine::open());
    const double beats_per_second = film.beats_per_minute / 60.0;
    std::vector<Transcoder::Picture> pictures;
    for (std::int64_t number = 0; number < film.seconds * frames_per_second; ++number) {
        if (const int failed = av_frame_make_writable(frame.get()); failed < 0) {
            return recording_write_failed(libav_error(failed));
        }
        const std::int64_t time_us = number * second_us / frames_per_second;
        draw_dancer(planes_of(*frame), static_cast<double>(time_us) / second_us * beats_per_second);
        LSL_TRY(encoder.push(time_us, *frame, pictures));
        LSL_TRY(write_pictures(pictures, writer));
        // Two packets of sound a picture.
        LSL_TRY(drums.push(beats_per_second, writer));
        LSL_TRY(drums.push(beats_per_second, writer));
    }
    LSL_TRY(encoder.finish(pictures));
    LSL_TRY(write_pictures(pictures, writer));
    LSL_TRY(writer.finish());
    return {};
}

}  // namespace

Result<void> write_sample_film(const RecordingFiles& files, const SampleFilm& film) {
    capture_libav_log();
    const ParametersPtr video(avcodec_parameters_alloc());
    if (!video) return recording_write_failed(libav_error(AVERROR(ENOMEM)));
    video->codec_type = AVMEDIA_TYPE_VIDEO;
    video->codec_id = AV_CODEC_ID_VP8;
    video->width = film_width;
    video->height = film_height;
    const ReplayTracks tracks{.video = video.get(), .audio = true, .started_at = film.started_at};
    const auto writer = LSL_TRY(ReplayWriter::create(files.finishing(), tracks));
    std::error_code failed;
    if (const auto made = film_into(*writer, film); !made) {
        std::filesystem::remove(files.finishing(), failed);
        return made;
    }
    std::filesystem::rename(files.finishing(), files.finished("webm"), failed);
    if (failed) return recording_write_failed(failed.message());
    return {};
}

}  // namespace lsl::recorder
