#include "server/recorder/capture/part_writer.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>

#include "server/recorder/depacketize/opus.h"
#include "server/recorder/finish/output_file.h"
#include "server/recorder/libav.h"

namespace lsl::recorder {

namespace {

constexpr std::int64_t cluster_us = 1'000'000;
constexpr int buffer_bytes = 64 << 10;
/// Decoding times lag by this much, see `write`.
constexpr std::int64_t decode_lead_ms = 2'000;

struct FreeOutput {
    void operator()(AVFormatContext* context) const { avformat_free_context(context); }
};
struct FreeIo {
    void operator()(AVIOContext* io) const {
        if (io != nullptr) av_freep(&io->buffer);
        avio_context_free(&io);
    }
};

int write_to_file(void* file, std::uint8_t* bytes, int count) {
    const int failed = static_cast<OutputFile*>(file)->write(
        std::as_bytes(std::span(bytes, static_cast<std::size_t>(count))));
    return failed == 0 ? count : AVERROR(failed);
}

/// `io_error`: what the disk said, if anything.
Error part_write_error(int code, int io_error = 0) {
    const bool refused = code == AVERROR_INVALIDDATA && io_error >= 0;
    return make_error(refused ? ErrorCode::InvalidInput : ErrorCode::Unavailable,
                      "recording_write_failed", "The recording could not be written.")
        .with_detail(libav_error(io_error < 0 ? io_error : code));
}

class MatroskaPart final : public PartWriter {
  public:
    explicit MatroskaPart(OutputFile file) : file_(std::move(file)) {}

    ~MatroskaPart() override {
        // The part is valid without a trailer, and of a stream that cannot be sought it has none.
        // But libav holds the latest packet of sound back until another one follows, and only here
        // it lets go of the last.
        if (!header_written_) return;
        (void)av_write_trailer(context_.get());
        avio_flush(io_.get());
    }

    Result<void> start(const std::optional<PartVideo>& video, UtcTime capture_start) {
        AVFormatContext* context = nullptr;
        if (const int failed =
                avformat_alloc_output_context2(&context, nullptr, "matroska", nullptr);
            failed < 0) {
            return part_write_error(failed);
        }
        context_.reset(context);
        auto* buffer = static_cast<std::uint8_t*>(av_malloc(buffer_bytes));
        if (buffer == nullptr) return part_write_error(AVERROR(ENOMEM));
        io_.reset(
            avio_alloc_context(buffer, buffer_bytes, 1, &file_, nullptr, &write_to_file, nullptr));
        if (!io_) {
            av_free(buffer);
            return part_write_error(AVERROR(ENOMEM));
        }
        io_->seekable = 0;
        context_->pb = io_.get();
        context_->flags |= AVFMT_FLAG_CUSTOM_IO;
        context_->avoid_negative_ts = AVFMT_AVOID_NEG_TS_DISABLED;
        if (video) video_ = LSL_TRY(add_video(*video));
        audio_ = LSL_TRY(add_audio());
        av_dict_set(&context_->metadata, "creation_time", to_iso8601(capture_start).c_str(), 0);

        AVDictionary* options = nullptr;
        av_dict_set(&options, "live", "1", 0);
        av_dict_set(&options, "cluster_time_limit", "1000", 0);
        const int failed = avformat_write_header(context_.get(), &options);
        av_dict_free(&options);
        if (failed < 0) return part_write_error(failed, io_->error);
        header_written_ = true;
        return flush();
    }

    Result<void> write(const EncodedFrame& frame, std::int64_t media_us) override {
        const bool is_video = frame.kind == media::TrackKind::Video;
        AVStream* stream = is_video ? video_ : audio_;
        if (stream == nullptr || frame.data.empty() ||
            frame.data.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
            return {};
        }
        std::int64_t& last_decode_ms = last_decode_ms_[is_video ? 1 : 0];
        const std::int64_t shown_ms = media_us / 1000 + part_time_offset_ms;
        // Matroska stores no decoding times, but libavformat wants them to grow and to be no later
        // than the showing. Two seconds ahead there is room for every order of B-frames.
        const std::int64_t decode_ms = std::max(shown_ms - decode_lead_ms, last_decode_ms);
        last_decode_ms = decode_ms;

        AVPacket* packet = packet_.get();
        if (packet == nullptr) return part_write_error(AVERROR(ENOMEM));
        if (const int failed = av_new_packet(packet, static_cast<int>(frame.data.size()));
            failed < 0) {
            return part_write_error(failed);
        }
        std::memcpy(packet->data, frame.data.data(), frame.data.size());
        packet->stream_index = stream->index;
        packet->pts = std::max(shown_ms, decode_ms);
        packet->dts = decode_ms;
        packet->flags = frame.key ? AV_PKT_FLAG_KEY : 0;
        const int failed = av_write_frame(context_.get(), packet);
        av_packet_unref(packet);
        if (failed < 0) return part_write_error(failed, io_->error);

        latest_us_ = std::max(latest_us_, media_us);
        if (!cluster_begun_us_) cluster_begun_us_ = media_us;
        if (media_us - *cluster_begun_us_ >= cluster_us ||
            media_us < *cluster_begun_us_ - cluster_us) {
            return flush();
        }
        return {};
    }

    Result<void> flush() override {
        cluster_begun_us_.reset();
        if (const int failed = av_write_frame(context_.get(), nullptr); failed < 0) {
            return part_write_error(failed, io_->error);
        }
        avio_flush(io_.get());
        if (io_->error < 0) return part_write_error(io_->error);
        flushed_us_ = latest_us_;
        return {};
    }

    std::uint64_t bytes() const override { return file_.bytes(); }
    std::int64_t written_until_us() const override { return flushed_us_; }

  private:
    Result<AVStream*> add_video(const PartVideo& video) {
        AVStream* stream = avformat_new_stream(context_.get(), nullptr);
        if (stream == nullptr) return part_write_error(AVERROR(ENOMEM));
        AVCodecParameters& parameters = *stream->codecpar;
        parameters.codec_type = AVMEDIA_TYPE_VIDEO;
        parameters.codec_id = codec_id(video.codec);
        // A player scales to what the stream says; the header only must not be empty.
        parameters.width = std::max(video.size.width, 16);
        parameters.height = std::max(video.size.height, 16);
        if (!video.setup.empty() &&
            !set_extradata(parameters, reinterpret_cast<const std::uint8_t*>(video.setup.data()),
                           video.setup.size())) {
            return part_write_error(AVERROR(ENOMEM));
        }
        stream->time_base = {1, 1000};
        return stream;
    }

    Result<AVStream*> add_audio() {
        AVStream* stream = avformat_new_stream(context_.get(), nullptr);
        if (stream == nullptr) return part_write_error(AVERROR(ENOMEM));
        AVCodecParameters& parameters = *stream->codecpar;
        parameters.codec_type = AVMEDIA_TYPE_AUDIO;
        parameters.codec_id = AV_CODEC_ID_OPUS;
        parameters.sample_rate = opus_clock_rate_hz;
        parameters.ch_layout = AV_CHANNEL_LAYOUT_STEREO;
        const auto head = opus_head();
        if (!set_extradata(parameters, reinterpret_cast<const std::uint8_t*>(head.data()),
                           head.size())) {
            return part_write_error(AVERROR(ENOMEM));
        }
        stream->time_base = {1, 1000};
        return stream;
    }

    OutputFile file_;
    std::unique_ptr<AVIOContext, FreeIo> io_;
    std::unique_ptr<AVFormatContext, FreeOutput> context_;
    AVStream* video_ = nullptr;  ///< owned by context_
    AVStream* audio_ = nullptr;
    PacketPtr packet_{av_packet_alloc()};
    bool header_written_ = false;
    std::optional<std::int64_t> cluster_begun_us_;
    std::int64_t latest_us_ = -1;
    std::int64_t flushed_us_ = -1;
    std::array<std::int64_t, 2> last_decode_ms_{std::numeric_limits<std::int64_t>::min(),
                                                std::numeric_limits<std::int64_t>::min()};
};

}  // namespace

Result<std::unique_ptr<PartWriter>> PartWriter::create(const std::filesystem::path& path,
                                                       const std::optional<PartVideo>& video,
                                                       UtcTime capture_start) {
    auto part = std::make_unique<MatroskaPart>(LSL_TRY(OutputFile::open(path)));
    LSL_TRY(part->start(video, capture_start));
    return std::unique_ptr<PartWriter>(std::move(part));
}

}  // namespace lsl::recorder
