#include "server/recorder/finish/finish_recording.h"

#include "server/recorder/finish/finish_errors.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <string>
#include <system_error>

#include "server/recorder/capture/journal.h"
#include "server/recorder/finish/output_file.h"
#include "server/recorder/finish/part_reader.h"
#include "server/recorder/finish/replay_frames.h"
#include "server/recorder/finish/replay_plan.h"
#include "server/recorder/finish/replay_writer.h"
#include "server/recorder/timeline/alignment.h"

namespace lsl::recorder {

namespace fs = std::filesystem;

namespace {

/// A file to read, and what of it goes into the replay.
struct Source {
    const PartFacts* facts = nullptr;
    bool takes_video = true;
};

/// What a file that was written holds.
struct Written {
    std::chrono::milliseconds lasts{0};
    std::int64_t sound_packets = 0;
};

/// Writes a file from parts or pieces, in order; the path is overwritten.
Result<Written> write_replay(const std::vector<Source>& sources, const Journal& journal,
                             const Alignment& alignment, UtcTime capture_start,
                             const fs::path& path, const std::atomic<bool>& cancelled) {
    ReplayTracks tracks;
    tracks.sets_change = journal.sets_changed;
    tracks.reorder_depth = journal.reorder_depth;
    for (const Source& source : sources) {
        tracks.audio = tracks.audio || source.facts->has_audio;
        if (!source.takes_video || !source.facts->codec) continue;
        const AVCodecParameters* video = source.facts->video.get();
        if (tracks.video == nullptr) tracks.video = video;
        const AVCodecParameters& first = *tracks.video;
        const bool same_setup = first.extradata_size == video->extradata_size &&
                                (first.extradata_size == 0 ||
                                 std::memcmp(first.extradata, video->extradata,
                                             static_cast<std::size_t>(first.extradata_size)) == 0);
        tracks.sets_change = tracks.sets_change || !same_setup;
    }
    for (const Journal::Segment& segment : journal.segments) {
        // Sound may begin later than a look into the first seconds shows.
        tracks.audio = tracks.audio || segment.kind == media::TrackKind::Audio;
    }
    const std::int64_t origin_us = sources.front().facts->begins_us;
    tracks.started_at =
        capture_start + std::chrono::milliseconds(std::max<std::int64_t>(origin_us, 0) / 1000);

    auto writer = LSL_TRY(ReplayWriter::create(path, tracks));
    std::vector<ReplayPart> read;
    for (const Source& source : sources) {
        read.push_back({source.facts->path, source.takes_video});
    }
    ReplayFrames frames(read, alignment, origin_us);
    while (const auto frame = LSL_TRY(frames.next())) {
        if (cancelled.load(std::memory_order_relaxed)) return recording_cancelled();
        if (frame->kind == media::TrackKind::Video) {
            LSL_TRY(writer->video(frame->time_us, frame->key, frame->data));
        } else {
            LSL_TRY(writer->audio(frame->time_us, frame->data));
        }
    }
    const std::chrono::milliseconds lasts = LSL_TRY(writer->finish());
    return Written{lasts, writer->sound_packets()};
}

/// What came in, as the journal counted it.
ReplayFigures received(const Journal& journal) {
    ReplayFigures figures;
    figures.sound_received = journal.sound_received;
    if (journal.first_arrival_us && journal.last_arrival_us) {
        figures.live = std::chrono::milliseconds(
            (*journal.last_arrival_us - *journal.first_arrival_us) / 1000);
    }
    return figures;
}

/// From the temporary name to the final one, surviving a power cut on the way.
Result<void> publish(const fs::path& from, const fs::path& to) {
    if (!sync_to_disk(from))
        return recording_write_failed("fsync failed: " + from.filename().string());
    std::error_code failed;
    fs::rename(from, to, failed);
    if (failed) return recording_write_failed(failed.message());
    if (!sync_to_disk(to.parent_path()))
        return recording_write_failed("fsync of the folder failed");
    return {};
}

/// What is joined, and what is set aside.
struct Selection {
    std::optional<media::Codec> codec;
    std::vector<PartFacts> pieces;       ///< of parts that were converted
    std::vector<Source> sources;         ///< of the replay
    std::vector<const PartFacts*> lost;  ///< parts whose pictures are not in it
};

Selection select(const std::vector<PartFacts>& parts, const Converted& converted,
                 const Alignment& alignment) {
    Selection chosen;
    chosen.codec = replay_codec(parts);
    std::map<int, std::size_t> first_piece;
    for (const auto& [number, paths] : converted.pieces) {
        first_piece[number] = chosen.pieces.size();
        for (const fs::path& path : paths) {
            if (auto piece = look_into(path, alignment)) {
                piece->number = number;
                chosen.pieces.push_back(std::move(*piece));
            }
        }
    }
    for (const PartFacts& part : parts) {
        if (!part.codec || part.codec == chosen.codec) {
            chosen.sources.push_back({&part, true});
            continue;
        }
        const auto found = first_piece.find(part.number);
        if (found == first_piece.end()) {
            chosen.sources.push_back({&part, false});
            chosen.lost.push_back(&part);
            continue;
        }
        for (std::size_t i = found->second;
             i < chosen.pieces.size() && chosen.pieces[i].number == part.number; ++i) {
            chosen.sources.push_back({&chosen.pieces[i], true});
        }
    }
    return chosen;
}

/// Joins files of parts.
class Joiner {
  public:
    Joiner(const RecordingFiles& files, const Journal& journal, const Alignment& alignment,
           UtcTime capture_start, const std::atomic<bool>& cancelled)
        : files_(files),
          journal_(journal),
          alignment_(alignment),
          capture_start_(capture_start),
          cancelled_(cancelled) {}

    /// Under the temporary name.
    Result<Written> write(const std::vector<Source>& sources) const {
        auto written = write_replay(sources, journal_, alignment_, capture_start_,
                                    files_.finishing(), cancelled_);
        if (written && cancelled_) written = recording_cancelled();
        if (!written) {
            std::error_code ignored;
            fs::remove(files_.finishing(), ignored);
        }
        return written;
    }

    /// What was written, under its final name.
    Result<fs::path> put(std::optional<media::Codec> codec, int other) const {
        AVCodecParameters named{};
        if (codec) named.codec_id = codec_id(*codec);
        const fs::path path = files_.finished(replay_extension(codec ? &named : nullptr), other);
        LSL_TRY(publish(files_.finishing(), path));
        return path;
    }

  private:
    const RecordingFiles& files_;
    const Journal& journal_;
    const Alignment& alignment_;
    UtcTime capture_start_;
    const std::atomic<bool>& cancelled_;
};

/// Pictures that are not in the replay are kept, one file a codec, with their sound.
Result<void> keep_lost(const Joiner& joiner, const std::vector<const PartFacts*>& lost) {
    std::vector<media::Codec> codecs;
    for (const PartFacts* part : lost) {
        if (std::find(codecs.begin(), codecs.end(), *part->codec) == codecs.end()) {
            codecs.push_back(*part->codec);
        }
    }
    for (std::size_t i = 0; i < codecs.size(); ++i) {
        std::vector<Source> sources;
        for (const PartFacts* part : lost) {
            if (part->codec == codecs[i]) sources.push_back({part, true});
        }
        LSL_TRY(joiner.write(sources));
        LSL_TRY(joiner.put(codecs[i], static_cast<int>(i) + 1));
    }
    return {};
}

std::string lack_of(const std::vector<const PartFacts*>& lost, const Converted& converted) {
    std::int64_t seconds = 0;
    for (const PartFacts* part : lost) seconds += part->lasts_us / 1'000'000;
    return "The picture stands still for " + std::to_string(seconds) +
           " s of the replay, the sound goes on: the encoder changed its format there. " +
           (converted.failure.empty() ? std::string("It was not converted.") : converted.failure);
}

Result<void> write_note(const fs::path& path, const std::string& text) {
    std::ofstream file(path, std::ios::trunc);
    file << text;
    file.close();
    if (!file) return recording_write_failed(path.filename().string());
    return {};
}

}  // namespace

Result<RecordingFinished> finish_recording(const RecordingFiles& files, const Converted& converted,
                                           std::uint64_t free_bytes,
                                           const std::atomic<bool>& cancelled) {
    const Journal journal = read_journal(files.journal());
    const Alignment alignment(journal);
    const std::vector<PartFacts> parts = look_into_parts(files, journal, alignment);
    if (parts.empty()) return not_found("Nothing was recorded.");

    std::uint64_t needed = 0;
    for (const PartFacts& part : parts) needed += size_on_disk(part.path);
    needed += needed / 32 + (1u << 20);
    if (free_bytes < needed) {
        return make_error(ErrorCode::Unavailable, "recording_no_room",
                          "There is not enough room on the disk to finish the recording.")
            .with_detail(std::to_string(needed) + " bytes needed, " + std::to_string(free_bytes) +
                         " free");
    }

    const UtcTime capture_start =
        journal.capture_start.value_or(parts.front().capture_start.value_or(UtcTime{}));
    const Selection chosen = select(parts, converted, alignment);
    const Joiner joiner(files, journal, alignment, capture_start, cancelled);
    std::string lack;
    if (!chosen.lost.empty()) {
        LSL_TRY(keep_lost(joiner, chosen.lost));
        lack = lack_of(chosen.lost, converted);
    }
    const Written written = LSL_TRY(joiner.write(chosen.sources));
    ReplayFigures figures = received(journal);
    figures.replay = written.lasts;
    figures.sound_written = written.sound_packets;
    const std::string missing = shortfall(figures);
    if (!missing.empty()) lack += (lack.empty() ? "" : " ") + missing;
    if (!lack.empty()) LSL_TRY(write_note(files.note(), lack));
    // The recording itself comes last: once it has its name the rest is only clearing up.
    const fs::path path = LSL_TRY(joiner.put(chosen.codec, 0));
    RecordingFinished finished{LSL_TRY(inspect_finished(files, path)), files.others(), figures};
    std::error_code ignored;
    for (const fs::path& piece : files.pieces()) fs::remove(piece, ignored);
    for (const int number : files.parts()) fs::remove(files.part(number), ignored);
    fs::remove(files.journal(), ignored);
    return finished;
}

Result<RecordingFile> inspect_finished(const RecordingFiles& files, const fs::path& path) {
    AVFormatContext* context = nullptr;
    const std::string url = "file:" + path.string();
    if (const int failed = avformat_open_input(&context, url.c_str(), nullptr, nullptr);
        failed < 0) {
        return internal_error(path.filename().string() + ": " + libav_error(failed));
    }
    const InputPtr input(context);
    RecordingFile file;
    file.name = files.name();
    file.path = path;
    file.content_type = path.extension() == ".mp4" ? "video/mp4" : "video/webm";
    if (input->duration != AV_NOPTS_VALUE) {
        file.duration = std::chrono::milliseconds(input->duration / 1000);
    }
    file.bytes = size_on_disk(path);
    std::ifstream note(files.note());
    std::getline(note, file.lack);
    const AVDictionaryEntry* entry = av_dict_get(input->metadata, "creation_time", nullptr, 0);
    if (entry != nullptr) {
        if (const auto time = parse_iso8601(entry->value)) file.started_at = *time;
    }
    return file;
}

}  // namespace lsl::recorder
