#include "tests/server/recorder/playback.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <memory>

#include "server/recorder/libav.h"

namespace lsl::recorder::test {

namespace {

struct FreeFrame {
    void operator()(AVFrame* frame) const { av_frame_free(&frame); }
};

InputPtr open(const std::filesystem::path& path) {
    AVFormatContext* context = nullptr;
    if (avformat_open_input(&context, path.c_str(), nullptr, nullptr) < 0) return nullptr;
    InputPtr input(context);
    if (avformat_find_stream_info(context, nullptr) < 0) return nullptr;
    return input;
}

CodecContextPtr decoder_of(const AVStream& stream) {
    const AVCodec* codec = avcodec_find_decoder(stream.codecpar->codec_id);
    if (codec == nullptr) return nullptr;
    CodecContextPtr context(avcodec_alloc_context3(codec));
    if (avcodec_parameters_to_context(context.get(), stream.codecpar) < 0) return nullptr;
    context->thread_count = 1;
    context->pkt_timebase = stream.time_base;
    context->err_recognition = AV_EF_CRCCHECK | AV_EF_BITSTREAM | AV_EF_EXPLODE;
    if (avcodec_open2(context.get(), codec, nullptr) < 0) return nullptr;
    return context;
}

double mean_light(const AVFrame& frame) {
    double sum = 0;
    for (int y = 0; y < frame.height; ++y) {
        for (int x = 0; x < frame.width; x += 8) sum += frame.data[0][y * frame.linesize[0] + x];
    }
    return sum / (frame.height * std::ceil(frame.width / 8.0));
}

class Player {
  public:
    explicit Player(Playback& playback) : playback_(playback) {}

    void picture(const AVFrame& frame, double time_s) {
        const bool bright = mean_light(frame) > 128;
        if (bright && time_s - last_bright_s_ > 0.3) playback_.flashes_s.push_back(time_s);
        if (bright) last_bright_s_ = time_s;
        playback_.pictures.push_back(
            {time_s, frame.key_frame != 0, frame.width, frame.height, bright});
    }

    void sound(const AVFrame& frame, double time_s) {
        if (!playback_.has_audio) playback_.audio_begins_s = time_s;
        if (playback_.has_audio) {
            playback_.longest_audio_hole_s =
                std::max(playback_.longest_audio_hole_s, time_s - playback_.audio_ends_s);
        }
        playback_.has_audio = true;
        const auto rate = static_cast<double>(frame.sample_rate);
        playback_.audio_ends_s = time_s + frame.nb_samples / rate;
        for (int i = 0; i < frame.nb_samples; ++i) {
            const float value = std::abs(sample(frame, i));
            const double at = time_s + i / rate;
            if (value > 0.1f) {
                if (at - last_loud_s_ > 0.3) playback_.beeps_s.push_back(at);
                last_loud_s_ = at;
            }
        }
    }

  private:
    static float sample(const AVFrame& frame, int i) {
        const void* plane = frame.data[0];
        switch (frame.format) {
            case AV_SAMPLE_FMT_FLTP: return static_cast<const float*>(plane)[i];
            case AV_SAMPLE_FMT_FLT: return static_cast<const float*>(plane)[2 * i];
            case AV_SAMPLE_FMT_S16:
                return static_cast<float>(static_cast<const std::int16_t*>(plane)[2 * i]) / 32768;
            default: return 0;
        }
    }

    Playback& playback_;
    double last_bright_s_ = -10;
    double last_loud_s_ = -10;
};

}  // namespace

Playback play(const std::filesystem::path& path) {
    Playback playback;
    const InputPtr input = open(path);
    if (!input) {
        playback.problem = "does not open";
        return playback;
    }
    playback.duration_s = static_cast<double>(input->duration) / AV_TIME_BASE;
    std::vector<CodecContextPtr> decoders;
    for (unsigned i = 0; i < input->nb_streams; ++i) {
        const AVStream& stream = *input->streams[i];
        decoders.push_back(decoder_of(stream));
        if (!decoders.back()) {
            playback.problem = "no decoder";
            return playback;
        }
        if (stream.codecpar->codec_type == AVMEDIA_TYPE_VIDEO) {
            playback.has_video = true;
            playback.video_codec = avcodec_get_name(stream.codecpar->codec_id);
        }
    }
    Player player(playback);
    const PacketPtr packet(av_packet_alloc());
    const std::unique_ptr<AVFrame, FreeFrame> frame(av_frame_alloc());
    const auto drain = [&](unsigned index) {
        const AVStream& stream = *input->streams[index];
        while (avcodec_receive_frame(decoders[index].get(), frame.get()) == 0) {
            const double time_s =
                static_cast<double>(frame->best_effort_timestamp) * av_q2d(stream.time_base);
            if (stream.codecpar->codec_type == AVMEDIA_TYPE_VIDEO) {
                player.picture(*frame, time_s);
            } else {
                player.sound(*frame, time_s);
            }
            av_frame_unref(frame.get());
        }
    };
    double latest_s = 0;
    while (av_read_frame(input.get(), packet.get()) >= 0) {
        const auto index = static_cast<unsigned>(packet->stream_index);
        const double at_s =
            static_cast<double>(packet->pts) * av_q2d(input->streams[index]->time_base);
        latest_s = std::max(latest_s, at_s);
        playback.furthest_apart_s = std::max(playback.furthest_apart_s, latest_s - at_s);
        if (input->streams[index]->codecpar->codec_type == AVMEDIA_TYPE_VIDEO) {
            ++playback.packets_of_video;
        }
        if (avcodec_send_packet(decoders[index].get(), packet.get()) < 0) ++playback.decode_errors;
        av_packet_unref(packet.get());
        drain(index);
    }
    for (unsigned i = 0; i < decoders.size(); ++i) {
        avcodec_send_packet(decoders[i].get(), nullptr);
        drain(i);
    }
    return playback;
}

std::optional<double> seek(const std::filesystem::path& path, double to_s) {
    const InputPtr input = open(path);
    if (!input) return std::nullopt;
    const int index = av_find_best_stream(input.get(), AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
    if (index < 0) return std::nullopt;
    const AVRational base = input->streams[index]->time_base;
    const auto target = static_cast<std::int64_t>(to_s / av_q2d(base));
    if (av_seek_frame(input.get(), index, target, AVSEEK_FLAG_BACKWARD) < 0) return std::nullopt;
    const PacketPtr packet(av_packet_alloc());
    while (av_read_frame(input.get(), packet.get()) >= 0) {
        if (packet->stream_index == index) {
            if ((packet->flags & AV_PKT_FLAG_KEY) == 0) return std::nullopt;
            return static_cast<double>(packet->pts) * av_q2d(base);
        }
        av_packet_unref(packet.get());
    }
    return std::nullopt;
}

bool has_index(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)),
                            std::istreambuf_iterator<char>());
    if (path.extension() == ".mp4") {
        const auto index = bytes.find("moov");
        const auto media = bytes.find("mdat");
        return index != std::string::npos && media != std::string::npos && index < media;
    }
    // The id of the Cues, once in the SeekHead and once where they are.
    const std::string cues("\x1c\x53\xbb\x6b", 4);
    const auto first = bytes.find(cues);
    return first != std::string::npos && bytes.find(cues, first + 4) != std::string::npos;
}

}  // namespace lsl::recorder::test
