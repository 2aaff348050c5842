#include "tests/server/recorder/sample_media.h"

extern "C" {
#include <libavutil/opt.h>
}

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "server/recorder/libav.h"

namespace lsl::recorder::test {

namespace {

constexpr std::int64_t second_us = 1'000'000;
constexpr std::int64_t clap_us = 100'000;

struct FreeFrame {
    void operator()(AVFrame* frame) const { av_frame_free(&frame); }
};
using FramePtr = std::unique_ptr<AVFrame, FreeFrame>;

/// These tests cannot go on without their media.
void need(bool ok, const char* what) {
    if (ok) return;
    std::fprintf(stderr, "cannot make sample media: %s\n", what);
    std::abort();
}

bool claps(std::int64_t time_us) { return time_us >= second_us && time_us % second_us < clap_us; }

const char* encoder_name(media::Codec codec) {
    switch (codec) {
        case media::Codec::Opus: return "libopus";
        case media::Codec::Vp8: return "libvpx";
        case media::Codec::Vp9: return "libvpx-vp9";
        case media::Codec::H264: return "libx264";
        case media::Codec::Av1: return "libaom-av1";
    }
    return "";
}

void receive(AVCodecContext& context, AVRational time_base, SampleTrack& track) {
    const PacketPtr packet(av_packet_alloc());
    while (avcodec_receive_packet(&context, packet.get()) == 0) {
        SampleFrame frame;
        frame.shown_us = av_rescale_q(packet->pts, time_base, {1, 1'000'000});
        frame.key = (packet->flags & AV_PKT_FLAG_KEY) != 0;
        const auto bytes =
            std::as_bytes(std::span(packet->data, static_cast<std::size_t>(packet->size)));
        frame.data.assign(bytes.begin(), bytes.end());
        track.push_back(std::move(frame));
        av_packet_unref(packet.get());
    }
}

void paint(AVFrame& frame, int number) {
    const std::int64_t time_us = number * second_us / sample_frames_per_second;
    const int light = claps(time_us) ? 235 : 24;
    for (int y = 0; y < frame.height; ++y) {
        std::uint8_t* row = frame.data[0] + y * frame.linesize[0];
        std::memset(row, light, static_cast<std::size_t>(frame.width));
        for (int x = 0; x < 8; ++x) row[(number * 3 + x) % frame.width] = 90;
    }
    for (int plane = 1; plane <= 2; ++plane) {
        for (int y = 0; y < frame.height / 2; ++y) {
            std::memset(frame.data[plane] + y * frame.linesize[plane], 128,
                        static_cast<std::size_t>(frame.width / 2));
        }
    }
}

}  // namespace

SampleTrack encode_video(const VideoSample& sample) {
    capture_libav_log();
    const AVCodec* codec = avcodec_find_encoder_by_name(encoder_name(sample.codec));
    need(codec != nullptr, encoder_name(sample.codec));
    const CodecContextPtr context(avcodec_alloc_context3(codec));
    context->width = sample.width;
    context->height = sample.height;
    context->time_base = {1, sample_frames_per_second};
    context->framerate = {sample_frames_per_second, 1};
    context->pix_fmt = AV_PIX_FMT_YUV420P;
    context->gop_size = sample.key_every;
    context->bit_rate = 400'000;
    context->max_b_frames = sample.b_frames;
    context->thread_count = 1;
    AVDictionary* options = nullptr;
    if (sample.codec == media::Codec::H264) {
        av_dict_set(&options, "preset", "ultrafast", 0);
        if (sample.b_frames == 0) av_dict_set(&options, "tune", "zerolatency", 0);
        if (sample.b_frames > 0) av_dict_set(&options, "x264-params", "bframes=3:b-adapt=0", 0);
        // Packets hold slices of their own, as encoders for the network make them.
        if (sample.b_frames == 0) av_dict_set(&options, "slices", "2", 0);
    } else {
        av_dict_set(&options, "deadline", "realtime", 0);
        av_dict_set(&options, "usage", "realtime", 0);
        av_dict_set(&options, "cpu-used", "8", 0);
        av_dict_set(&options, "lag-in-frames", "0", 0);
        av_dict_set(&options, "keyint_min", std::to_string(sample.key_every).c_str(), 0);
    }
    need(avcodec_open2(context.get(), codec, &options) == 0, "video encoder");
    av_dict_free(&options);

    const FramePtr frame(av_frame_alloc());
    frame->format = context->pix_fmt;
    frame->width = sample.width;
    frame->height = sample.height;
    need(av_frame_get_buffer(frame.get(), 0) == 0, "frame");
    SampleTrack track;
    const int frames = static_cast<int>(sample.seconds * sample_frames_per_second);
    for (int number = 0; number < frames; ++number) {
        need(av_frame_make_writable(frame.get()) == 0, "frame");
        paint(*frame, number);
        frame->pts = number;
        need(avcodec_send_frame(context.get(), frame.get()) == 0, "encoding");
        receive(*context, context->time_base, track);
    }
    avcodec_send_frame(context.get(), nullptr);
    receive(*context, context->time_base, track);
    need(track.size() == static_cast<std::size_t>(frames), "every frame");
    return track;
}

SampleTrack encode_audio(double seconds) {
    capture_libav_log();
    constexpr int rate = 48'000;
    constexpr int packet_samples = 960;
    const AVCodec* codec = avcodec_find_encoder_by_name("libopus");
    need(codec != nullptr, "libopus");
    const CodecContextPtr context(avcodec_alloc_context3(codec));
    context->sample_rate = rate;
    context->sample_fmt = AV_SAMPLE_FMT_S16;
    context->ch_layout = AV_CHANNEL_LAYOUT_STEREO;
    context->bit_rate = 64'000;
    context->time_base = {1, rate};
    need(avcodec_open2(context.get(), codec, nullptr) == 0, "libopus");
    const FramePtr frame(av_frame_alloc());
    frame->format = context->sample_fmt;
    frame->nb_samples = packet_samples;
    frame->sample_rate = rate;
    need(av_channel_layout_copy(&frame->ch_layout, &context->ch_layout) == 0, "layout");
    need(av_frame_get_buffer(frame.get(), 0) == 0, "frame");
    SampleTrack track;
    const auto packets = static_cast<std::int64_t>(seconds * rate) / packet_samples;
    for (std::int64_t number = 0; number < packets; ++number) {
        need(av_frame_make_writable(frame.get()) == 0, "frame");
        auto* samples = reinterpret_cast<std::int16_t*>(frame->data[0]);
        for (int i = 0; i < packet_samples; ++i) {
            const std::int64_t at = number * packet_samples + i;
            const bool tone = claps(at * second_us / rate);
            const double phase = static_cast<double>(at) * 2 * 3.14159265358979 * 1000 / rate;
            const auto value = static_cast<std::int16_t>(tone ? 12000 * std::sin(phase) : 0);
            samples[2 * i] = value;
            samples[2 * i + 1] = value;
        }
        frame->pts = number * packet_samples;
        need(avcodec_send_frame(context.get(), frame.get()) == 0, "encoding");
        receive(*context, context->time_base, track);
    }
    // The encoder dates a packet by what it looked ahead; on the wire the first begins at zero.
    for (std::size_t i = 0; i < track.size(); ++i) {
        track[i].shown_us = static_cast<std::int64_t>(i) * 20'000;
        track[i].key = true;
    }
    return track;
}

SampleTrack join(SampleTrack first, const SampleTrack& second, std::int64_t later_us) {
    for (SampleFrame frame : second) {
        frame.shown_us += later_us;
        first.push_back(std::move(frame));
    }
    return first;
}

SampleTrack repeat(const SampleTrack& track, int times, std::int64_t length_us) {
    SampleTrack all;
    for (int i = 0; i < times; ++i) all = join(std::move(all), track, i * length_us);
    return all;
}

SampleTrack from(const SampleTrack& track, double begin_s) {
    SampleTrack rest;
    for (const SampleFrame& frame : track) {
        if (static_cast<double>(frame.shown_us) >= begin_s * 1e6) rest.push_back(frame);
    }
    return rest;
}

}  // namespace lsl::recorder::test
