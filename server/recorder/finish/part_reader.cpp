#include "server/recorder/finish/part_reader.h"

#include "server/recorder/capture/part_writer.h"

namespace lsl::recorder {

Result<PartReader> PartReader::open(const std::filesystem::path& path) {
    AVFormatContext* context = avformat_alloc_context();
    if (context == nullptr) return internal_error("out of memory");
    // The writer's header says all; probing for more would read megabytes.
    context->flags |= AVFMT_FLAG_NOFILLIN | AVFMT_FLAG_NOPARSE;
    const std::string url = "file:" + path.string();
    if (const int failed = avformat_open_input(&context, url.c_str(), nullptr, nullptr);
        failed < 0) {
        return internal_error(path.filename().string() + ": " + libav_error(failed));
    }
    PartReader reader{InputPtr(context)};
    if (!reader.packet_) return internal_error("out of memory");
    return reader;
}

std::optional<PartReader::Packet> PartReader::next() {
    while (true) {
        av_packet_unref(packet_.get());
        if (av_read_frame(input_.get(), packet_.get()) < 0) return std::nullopt;
        const AVPacket& packet = *packet_;
        if (packet.pts == AV_NOPTS_VALUE || packet.size <= 0) continue;
        if ((packet.flags & AV_PKT_FLAG_CORRUPT) != 0) continue;
        const AVStream& stream = *input_->streams[packet.stream_index];
        const std::int64_t stored_us =
            av_rescale_q(packet.pts, stream.time_base, AVRational{1, 1'000'000});
        Packet read;
        read.kind = stream.codecpar->codec_type == AVMEDIA_TYPE_VIDEO ? media::TrackKind::Video
                                                                      : media::TrackKind::Audio;
        read.media_us = stored_us - part_time_offset_ms * 1000;
        read.key = (packet.flags & AV_PKT_FLAG_KEY) != 0;
        read.data = std::as_bytes(std::span(packet.data, static_cast<std::size_t>(packet.size)));
        return read;
    }
}

const AVCodecParameters* PartReader::video() const {
    for (unsigned i = 0; i < input_->nb_streams; ++i) {
        const AVCodecParameters* parameters = input_->streams[i]->codecpar;
        if (parameters->codec_type == AVMEDIA_TYPE_VIDEO) return parameters;
    }
    return nullptr;
}

std::optional<UtcTime> PartReader::capture_start() const {
    const AVDictionaryEntry* entry = av_dict_get(input_->metadata, "creation_time", nullptr, 0);
    return entry == nullptr ? std::nullopt : parse_iso8601(entry->value);
}

}  // namespace lsl::recorder
