#include "server/recorder/finish/convert_part.h"

#include "server/recorder/finish/finish_errors.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <system_error>

#include "server/recorder/capture/part_writer.h"
#include "server/recorder/finish/output_file.h"
#include "server/recorder/finish/part_reader.h"
#include "server/recorder/finish/transcoder.h"

namespace lsl::recorder {

namespace fs = std::filesystem;

namespace {

/// What a stop costs at most, in media time, beside the distance of key frames.
constexpr std::int64_t piece_us = 60'000'000;

/// Converted pictures may take a third more than they did: so what was good stays good, and the
/// disk needs no surprise.
constexpr std::int64_t least_bits_per_second = 300'000;
constexpr std::int64_t most_bits_per_second = 8'000'000;

/// Pace and rate of the pictures in a part, by reading it once.
Result<TranscoderTarget> target_for(const fs::path& part, media::Codec to,
                                    const ConversionWatch& watch) {
    PartReader reader = LSL_TRY(PartReader::open(part));
    std::int64_t frames = 0;
    std::int64_t bytes = 0;
    std::optional<std::int64_t> first_us;
    std::int64_t last_us = 0;
    while (const auto packet = reader.next()) {
        if (watch.cancelled.load(std::memory_order_relaxed)) return recording_cancelled();
        if (packet->kind != media::TrackKind::Video) continue;
        ++frames;
        bytes += static_cast<std::int64_t>(packet->data.size());
        first_us = std::min(first_us.value_or(packet->media_us), packet->media_us);
        last_us = std::max(last_us, packet->media_us);
    }
    const std::int64_t lasts_us = std::max<std::int64_t>(last_us - first_us.value_or(0), 1);
    TranscoderTarget target;
    target.codec = to;
    target.frames_per_second = static_cast<int>(
        std::clamp<std::int64_t>((frames * 1'000'000 + lasts_us / 2) / lasts_us, 5, 60));
    const double bits = static_cast<double>(bytes) * 8e6 / static_cast<double>(lasts_us);
    target.bits_per_second = std::clamp(static_cast<std::int64_t>(bits * 4 / 3),
                                        least_bits_per_second, most_bits_per_second);
    return target;
}

/// A piece in the making.
class Piece {
  public:
    Piece(fs::path path, UtcTime capture_start) : path_(std::move(path)), start_(capture_start) {
        temporary_ = fs::path(path_).replace_extension(".finishing");
    }

    Result<void> begin(const AVCodecParameters& source, const TranscoderTarget& target) {
        std::error_code ignored;
        fs::remove(temporary_, ignored);  // files are appended to
        transcoder_ = LSL_TRY(Transcoder::open(source, target));
        return {};
    }

    Result<void> push(const PartReader::Packet& packet) {
        if (packet.kind == media::TrackKind::Video) {
            LSL_TRY(transcoder_->push(packet.media_us, packet.data));
            return write_pictures();
        }
        EncodedFrame sound;
        sound.kind = media::TrackKind::Audio;
        sound.codec = media::Codec::Opus;
        sound.key = true;
        sound.data.assign(packet.data.begin(), packet.data.end());
        return write(std::move(sound), packet.media_us);
    }

    /// Gives it its name.
    Result<void> finish() {
        LSL_TRY(transcoder_->finish());
        LSL_TRY(write_pictures());
        if (!writer_) LSL_TRY(open(std::nullopt));
        LSL_TRY(writer_->flush());
        writer_.reset();
        if (!sync_to_disk(temporary_)) return recording_write_failed("fsync failed");
        std::error_code failed;
        fs::rename(temporary_, path_, failed);
        if (failed) return recording_write_failed(failed.message());
        return {};
    }

    std::int64_t pictures() const { return pictures_; }

  private:
    Result<void> write_pictures() {
        for (Transcoder::Picture& picture : transcoder_->take()) {
            if (!writer_) {
                LSL_TRY(
                    open(PartVideo{picture.frame.codec, picture.frame.size, picture.frame.setup}));
            }
            ++pictures_;
            LSL_TRY(write(std::move(picture.frame), picture.media_us));
        }
        return {};
    }

    Result<void> open(const std::optional<PartVideo>& video) {
        writer_ = LSL_TRY(PartWriter::create(temporary_, video, start_));
        for (const auto& [sound, media_us] : waiting_) LSL_TRY(writer_->write(sound, media_us));
        waiting_.clear();
        return {};
    }

    Result<void> write(EncodedFrame frame, std::int64_t media_us) {
        if (writer_) return writer_->write(frame, media_us);
        // The headers need the first picture.
        waiting_.emplace_back(std::move(frame), media_us);
        return {};
    }

    fs::path path_;
    fs::path temporary_;
    UtcTime start_;
    std::unique_ptr<Transcoder> transcoder_;
    std::unique_ptr<PartWriter> writer_;
    std::vector<std::pair<EncodedFrame, std::int64_t>> waiting_;
    std::int64_t pictures_ = 0;
};

}  // namespace

Result<std::vector<fs::path>> convert_part(const RecordingFiles& files, int part, media::Codec to,
                                           const ConversionWatch& watch) {
    const fs::path path = files.part(part);
    const TranscoderTarget target = LSL_TRY(target_for(path, to, watch));
    PartReader reader = LSL_TRY(PartReader::open(path));
    if (reader.video() == nullptr) return picture_not_converted("there is no picture");
    const UtcTime capture_start = reader.capture_start().value_or(UtcTime{});

    std::vector<fs::path> pieces;
    std::optional<Piece> piece;  // none while a piece that is there already is passed over
    std::int64_t began_us = 0;
    std::int64_t pictures = 0;
    const auto end_piece = [&]() -> Result<void> {
        if (!piece) return {};
        LSL_TRY(piece->finish());
        pictures += piece->pictures();
        piece.reset();
        return {};
    };
    while (const auto packet = reader.next()) {
        if (watch.cancelled.load(std::memory_order_relaxed)) return recording_cancelled();
        if (watch.read_bytes) watch.read_bytes(packet->data.size());
        const bool key = packet->kind == media::TrackKind::Video && packet->key;
        if (pieces.empty() || (key && packet->media_us - began_us >= piece_us)) {
            LSL_TRY(end_piece());
            began_us = packet->media_us;
            pieces.push_back(files.piece(part, to, static_cast<int>(pieces.size()) + 1));
            std::error_code unknown;
            if (fs::exists(pieces.back(), unknown)) {
                ++pictures;
            } else {
                piece.emplace(pieces.back(), capture_start);
                LSL_TRY(piece->begin(*reader.video(), target));
            }
        }
        if (piece) LSL_TRY(piece->push(*packet));
    }
    LSL_TRY(end_piece());
    if (pictures == 0) return picture_not_converted("no picture could be decoded");
    return pieces;
}

}  // namespace lsl::recorder
