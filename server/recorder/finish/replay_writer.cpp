#include "server/recorder/finish/replay_writer.h"

#include "server/recorder/finish/finish_errors.h"

#include <algorithm>

#include "server/recorder/depacketize/opus.h"
#include "server/recorder/timeline/decode_times.h"
#include "server/recorder/timeline/sound_line.h"

namespace lsl::recorder {

namespace {

/// Sound that is so far behind the picture has stopped, not merely come late: silence goes on
/// beside the picture, so that a player finds both in one place of the file.
constexpr std::int64_t sound_stopped_us = 5'000'000;

struct CloseOutput {
    void operator()(AVFormatContext* context) const {
        if (context->pb != nullptr) avio_closep(&context->pb);
        avformat_free_context(context);
    }
};

class LibavReplay final : public ReplayWriter {
  public:
    Result<void> start(const std::filesystem::path& path, const ReplayTracks& tracks) {
        const std::string_view extension = replay_extension(tracks.video);
        const bool mp4 = extension == "mp4";
        const std::string url = "file:" + path.string();
        AVFormatContext* context = nullptr;
        if (const int failed = avformat_alloc_output_context2(
                &context, nullptr, std::string(extension).c_str(), url.c_str());
            failed < 0) {
            return recording_write_failed(libav_error(failed));
        }
        context_.reset(context);
        if (tracks.video != nullptr) video_ = LSL_TRY(add_video(tracks, mp4));
        if (tracks.audio) audio_ = LSL_TRY(add_audio());
        if (const int failed = avio_open(&context_->pb, url.c_str(), AVIO_FLAG_WRITE); failed < 0) {
            return recording_write_failed(libav_error(failed));
        }
        av_dict_set(&context_->metadata, "creation_time", to_iso8601(tracks.started_at).c_str(), 0);
        AVDictionary* options = nullptr;
        // The index in front: a player needs no second request to begin.
        if (mp4) av_dict_set(&options, "movflags", "+faststart", 0);
        const int failed = avformat_write_header(context_.get(), &options);
        av_dict_free(&options);
        if (failed < 0) return recording_write_failed(libav_error(failed));
        if (video_ != nullptr) {
            const std::int64_t second = av_rescale_q(1, {1, 1}, video_->time_base);
            decode_times_.emplace(mp4 ? tracks.reorder_depth : 0,
                                  std::max<std::int64_t>(second / 100, 1), second);
        }
        return {};
    }

    Result<void> video(std::int64_t time_us, bool key, ByteView data) override {
        // A file that does not begin with a key frame cannot be decoded.
        if (video_ == nullptr || (!key && !video_end_)) return {};
        const std::int64_t wanted =
            av_rescale_q(std::max<std::int64_t>(time_us, 0), {1, 1'000'000}, video_->time_base);
        const std::int64_t decoded = decode_times_->next(wanted);
        const std::int64_t shown = std::max(wanted, decoded);
        const std::int64_t usual = av_rescale_q(33, {1, 1000}, video_->time_base);
        const std::int64_t end = av_rescale_q(shown + usual, video_->time_base, {1, 1'000'000});
        video_end_ = std::max(video_end_.value_or(0), end);
        LSL_TRY(write(*video_, shown, decoded, usual, key, data));
        // By this picture's time, not by the furthest: sound that is yet to come is no earlier.
        if (audio_ == nullptr || time_us - sound_.ends_us() < sound_stopped_us) return {};
        return sound_.fill_until(time_us - sound_stopped_us / 2);
    }

    Result<void> audio(std::int64_t time_us, ByteView data) override {
        if (audio_ == nullptr) return {};
        return sound_.packet(time_us, data);
    }

    std::int64_t sound_packets() const override { return sound_.laid(); }

    Result<std::chrono::milliseconds> finish() override {
        if (audio_ != nullptr && video_end_) LSL_TRY(sound_.fill_until(*video_end_));
        if (const int failed = av_write_trailer(context_.get()); failed < 0) {
            return recording_write_failed(libav_error(failed));
        }
        const int earlier = context_->pb->error;
        const int failed = avio_closep(&context_->pb);
        if (earlier < 0) return recording_write_failed(libav_error(earlier));
        if (failed < 0) return recording_write_failed(libav_error(failed));
        return std::chrono::milliseconds(std::max(video_end_.value_or(0), sound_.ends_us()) / 1000);
    }

  private:
    Result<AVStream*> add_video(const ReplayTracks& tracks, bool mp4) {
        AVStream* stream = avformat_new_stream(context_.get(), nullptr);
        if (stream == nullptr) return recording_write_failed(libav_error(AVERROR(ENOMEM)));
        if (const int failed = avcodec_parameters_copy(stream->codecpar, tracks.video);
            failed < 0) {
            return recording_write_failed(libav_error(failed));
        }
        // Parameter sets lie in front of each key frame anyway; "avc3" tells players to look there.
        stream->codecpar->codec_tag = mp4 && tracks.sets_change ? MKTAG('a', 'v', 'c', '3') : 0;
        stream->time_base = mp4 ? AVRational{1, 90'000} : AVRational{1, 1'000};
        return stream;
    }

    Result<AVStream*> add_audio() {
        AVStream* stream = avformat_new_stream(context_.get(), nullptr);
        if (stream == nullptr) return recording_write_failed(libav_error(AVERROR(ENOMEM)));
        AVCodecParameters& parameters = *stream->codecpar;
        parameters.codec_type = AVMEDIA_TYPE_AUDIO;
        parameters.codec_id = AV_CODEC_ID_OPUS;
        parameters.sample_rate = opus_clock_rate_hz;
        parameters.ch_layout = AV_CHANNEL_LAYOUT_STEREO;
        parameters.frame_size = 960;
        const auto head = opus_head();
        if (!set_extradata(parameters, reinterpret_cast<const std::uint8_t*>(head.data()),
                           head.size())) {
            return recording_write_failed(libav_error(AVERROR(ENOMEM)));
        }
        stream->time_base = {1, opus_clock_rate_hz};
        return stream;
    }

    Result<void> write_audio(ByteView data, std::int64_t ticks) {
        const AVRational base{1, opus_clock_rate_hz};
        const std::int64_t at = av_rescale_q(audio_at_, base, audio_->time_base);
        const std::int64_t lasts = av_rescale_q(ticks, base, audio_->time_base);
        audio_at_ += ticks;
        return write(*audio_, at, at, lasts, true, data);
    }

    Result<void> write(const AVStream& stream, std::int64_t shown, std::int64_t decoded,
                       std::int64_t lasts, bool key, ByteView data) {
        AVPacket* packet = packet_.get();
        if (packet == nullptr) return recording_write_failed(libav_error(AVERROR(ENOMEM)));
        if (const int failed = av_new_packet(packet, static_cast<int>(data.size())); failed < 0) {
            return recording_write_failed(libav_error(failed));
        }
        std::memcpy(packet->data, data.data(), data.size());
        packet->stream_index = stream.index;
        packet->pts = shown;
        packet->dts = decoded;
        packet->duration = lasts;
        packet->flags = key ? AV_PKT_FLAG_KEY : 0;
        // Takes the packet's data, also when it fails.
        const int failed = av_interleaved_write_frame(context_.get(), packet);
        if (context_->pb->error < 0)
            return recording_write_failed(libav_error(context_->pb->error));
        // A frame that libav finds broken is left out; it must not cost the others.
        if (failed < 0 && failed != AVERROR_INVALIDDATA)
            return recording_write_failed(libav_error(failed));
        return {};
    }

    std::unique_ptr<AVFormatContext, CloseOutput> context_;
    AVStream* video_ = nullptr;  ///< owned by context_
    AVStream* audio_ = nullptr;
    PacketPtr packet_{av_packet_alloc()};
    std::optional<DecodeTimes> decode_times_;
    std::optional<std::int64_t> video_end_;  ///< microseconds; none before the first key frame
    std::int64_t audio_at_ = 0;              ///< ticks; where the next packet goes
    SoundLine sound_{
        [this](ByteView data, std::int64_t ticks) { return write_audio(data, ticks); }};
};

}  // namespace

Result<std::unique_ptr<ReplayWriter>> ReplayWriter::create(const std::filesystem::path& path,
                                                           const ReplayTracks& tracks) {
    auto writer = std::make_unique<LibavReplay>();
    LSL_TRY(writer->start(path, tracks));
    return std::unique_ptr<ReplayWriter>(std::move(writer));
}

std::string_view replay_extension(const AVCodecParameters* video) {
    return video != nullptr && video->codec_id == AV_CODEC_ID_H264 ? "mp4" : "webm";
}

}  // namespace lsl::recorder
