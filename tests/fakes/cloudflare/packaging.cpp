#include "tests/fakes/cloudflare/packaging.h"

#include <memory>
#include <string_view>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

namespace lsl::fakes {
namespace {

struct CloseInput {
    void operator()(AVFormatContext* context) const { avformat_close_input(&context); }
};
using Input = std::unique_ptr<AVFormatContext, CloseInput>;
using Output = std::unique_ptr<AVFormatContext, decltype(&avformat_free_context)>;

Input open_input(const std::filesystem::path& file) {
    av_log_set_level(AV_LOG_QUIET);
    AVFormatContext* context = nullptr;
    if (avformat_open_input(&context, file.c_str(), nullptr, nullptr) < 0) return nullptr;
    Input input(context);
    if (avformat_find_stream_info(context, nullptr) < 0) return nullptr;
    return input;
}

/// Asked before, since the muxer leaks what it has begun when its header fails.
bool fits_mp4(const Input& input) {
    const AVOutputFormat* mp4 = av_guess_format("mp4", nullptr, nullptr);
    for (unsigned i = 0; i < input->nb_streams; ++i) {
        const AVCodecID codec = input->streams[i]->codecpar->codec_id;
        if (avformat_query_codec(mp4, codec, FF_COMPLIANCE_EXPERIMENTAL) != 1) return false;
    }
    return true;
}

bool copy_streams(const Input& input, const Output& output) {
    for (unsigned i = 0; i < input->nb_streams; ++i) {
        AVStream* stream = avformat_new_stream(output.get(), nullptr);
        if (stream == nullptr ||
            avcodec_parameters_copy(stream->codecpar, input->streams[i]->codecpar) < 0) {
            return false;
        }
        stream->codecpar->codec_tag = 0;
    }
    return true;
}

bool copy_packets(const Input& input, const Output& output) {
    const std::unique_ptr<AVPacket, void (*)(AVPacket*)> packet(
        av_packet_alloc(), [](AVPacket* p) { av_packet_free(&p); });
    while (av_read_frame(input.get(), packet.get()) >= 0) {
        const auto index = static_cast<unsigned>(packet->stream_index);
        if (index >= output->nb_streams) {
            av_packet_unref(packet.get());
            continue;
        }
        av_packet_rescale_ts(packet.get(), input->streams[index]->time_base,
                             output->streams[index]->time_base);
        packet->pos = -1;
        if (av_interleaved_write_frame(output.get(), packet.get()) < 0) return false;
    }
    return true;
}

}  // namespace

MediaFacts probe(const std::filesystem::path& file) {
    const Input input = open_input(file);
    if (!input) return {};
    MediaFacts facts;
    facts.mp4 = std::string_view(input->iformat->name).find("mp4") != std::string_view::npos;
    const int index = av_find_best_stream(input.get(), AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
    if (index < 0) return facts;
    const AVCodecParameters& video = *input->streams[index]->codecpar;
    facts.is_video = video.width > 0;
    facts.width = video.width;
    facts.height = video.height;
    if (input->duration > 0) {
        facts.seconds = static_cast<double>(input->duration) / AV_TIME_BASE;
    }
    return facts;
}

std::filesystem::path packaged_folder(const std::filesystem::path& file) {
    return file.string() + ".hls";
}

bool package_hls(const std::filesystem::path& file) {
    const auto playlist = packaged_folder(file) / "video.m3u8";
    if (std::filesystem::exists(playlist)) return true;
    const Input input = open_input(file);
    if (!input || !fits_mp4(input)) return false;
    std::error_code ignored;
    std::filesystem::create_directories(playlist.parent_path(), ignored);
    AVFormatContext* context = nullptr;
    avformat_alloc_output_context2(&context, nullptr, "hls", playlist.c_str());
    const Output output(context, avformat_free_context);
    if (!output || !copy_streams(input, output)) return false;
    AVDictionary* options = nullptr;
    for (const auto& [name, value] : {std::pair{"hls_segment_type", "fmp4"},
                                      {"hls_flags", "single_file"},
                                      {"hls_playlist_type", "vod"},
                                      {"hls_time", "4"},
                                      {"strict", "experimental"}}) {
        av_dict_set(&options, name, value, 0);
    }
    const bool begun = avformat_write_header(output.get(), &options) >= 0;
    av_dict_free(&options);
    const bool made = begun && copy_packets(input, output) && av_write_trailer(output.get()) >= 0;
    if (!made) std::filesystem::remove_all(playlist.parent_path(), ignored);
    return made;
}

}  // namespace lsl::fakes
