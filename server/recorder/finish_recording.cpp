#include "server/recorder/finish_recording.h"

#include <algorithm>
#include <array>
#include <limits>
#include <system_error>

#include "server/recorder/alignment.h"
#include "server/recorder/journal.h"
#include "server/recorder/output_file.h"
#include "server/recorder/part_reader.h"
#include "server/recorder/replay_writer.h"

namespace lsl::recorder {

namespace fs = std::filesystem;

namespace {

/// What the first seconds of a part tell about it.
struct Part {
    fs::path path;
    ParametersPtr video;     ///< null: sound alone
    bool has_video = false;  ///< has pictures at all
    bool has_audio = false;
    std::int64_t begins_us = 0;  ///< aligned
    std::int64_t lasts_us = 0;   ///< until the next part or the end, roughly
    std::optional<UtcTime> capture_start;
};

/// Parts that can share a file.
struct Group {
    std::optional<AVCodecID> codec;
    std::vector<const Part*> parts;
    std::int64_t lasts_us = 0;
};

/// Tracks lie within this of each other in a part.
constexpr std::int64_t look_ahead_us = 3'000'000;

std::optional<Part> look_into(const fs::path& path, const Alignment& alignment) {
    auto reader = PartReader::open(path);
    // A crash before the header was out leaves nothing to read.
    if (!reader) return std::nullopt;
    Part part;
    part.path = path;
    part.capture_start = reader->capture_start();
    if (reader->video() != nullptr) {
        part.video.reset(avcodec_parameters_alloc());
        if (!part.video || avcodec_parameters_copy(part.video.get(), reader->video()) < 0) {
            return std::nullopt;
        }
    }
    part.begins_us = std::numeric_limits<std::int64_t>::max();
    std::optional<std::int64_t> first_us;
    while (const auto packet = reader->next()) {
        if (!first_us) first_us = packet->media_us;
        if (packet->media_us - *first_us > look_ahead_us) break;
        const bool video = packet->kind == media::TrackKind::Video;
        part.has_video = part.has_video || video;
        part.has_audio = part.has_audio || !video;
        part.begins_us = std::min(part.begins_us, alignment.align(packet->kind, packet->media_us));
    }
    if (!first_us) return std::nullopt;
    return part;
}

std::vector<Part> look_into_all(const RecordingFiles& files, const Journal& journal,
                                const Alignment& alignment) {
    std::vector<Part> parts;
    for (const int number : files.parts()) {
        if (auto part = look_into(files.part(number), alignment)) {
            parts.push_back(std::move(*part));
        }
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::int64_t end = i + 1 < parts.size() ? parts[i + 1].begins_us : journal.last_us;
        parts[i].lasts_us = std::max<std::int64_t>(end - parts[i].begins_us, 0);
    }
    return parts;
}

/// Groups by codec, the longest first; sound alone goes with the longest.
std::vector<Group> group(const std::vector<Part>& parts) {
    std::vector<Group> groups;
    for (const Part& part : parts) {
        if (!part.has_video) continue;
        const AVCodecID codec = part.video->codec_id;
        auto found = std::find_if(groups.begin(), groups.end(),
                                  [&](const Group& g) { return g.codec == codec; });
        if (found == groups.end()) found = groups.insert(groups.end(), Group{codec, {}, 0});
        found->lasts_us += part.lasts_us;
    }
    std::stable_sort(groups.begin(), groups.end(),
                     [](const Group& a, const Group& b) { return a.lasts_us > b.lasts_us; });
    if (groups.empty()) groups.push_back({});
    for (const Part& part : parts) {
        Group* home = &groups.front();
        for (Group& candidate : groups) {
            if (part.has_video && candidate.codec == part.video->codec_id) home = &candidate;
        }
        home->parts.push_back(&part);
    }
    return groups;
}

Error cancelled_error() {
    return make_error(ErrorCode::Conflict, "recording_cancelled", "The recording was stopped.");
}

/// Writes one group as a file; the path is overwritten.
Result<std::chrono::milliseconds> write_group(const Group& group, const Journal& journal,
                                              const Alignment& alignment, UtcTime capture_start,
                                              const fs::path& path,
                                              const std::atomic<bool>& cancelled) {
    ReplayTracks tracks;
    tracks.sets_change = journal.sets_changed;
    tracks.reorder_depth = journal.reorder_depth;
    for (const Part* part : group.parts) {
        tracks.audio = tracks.audio || part->has_audio;
        if (!part->has_video) continue;
        const AVCodecParameters* video = part->video.get();
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
    const std::int64_t origin_us = group.parts.front()->begins_us;
    tracks.started_at =
        capture_start + std::chrono::milliseconds(std::max<std::int64_t>(origin_us, 0) / 1000);

    auto writer = LSL_TRY(ReplayWriter::create(path, tracks));
    for (const Part* part : group.parts) {
        PartReader reader = LSL_TRY(PartReader::open(part->path));
        while (const auto packet = reader.next()) {
            if (cancelled.load(std::memory_order_relaxed)) return cancelled_error();
            const std::int64_t time_us =
                alignment.align(packet->kind, packet->media_us) - origin_us;
            if (packet->kind == media::TrackKind::Video) {
                LSL_TRY(writer->video(time_us, packet->key, packet->data));
            } else {
                LSL_TRY(writer->audio(time_us, packet->data));
            }
        }
    }
    return writer->finish();
}

Error write_failed(const std::string& detail) {
    return make_error(ErrorCode::Unavailable, "recording_write_failed",
                      "The recording could not be written.")
        .with_detail(detail);
}

/// From the temporary name to the final one, surviving a power cut on the way.
Result<void> publish(const fs::path& from, const fs::path& to) {
    if (!sync_to_disk(from)) return write_failed("fsync failed: " + from.filename().string());
    std::error_code failed;
    fs::rename(from, to, failed);
    if (failed) return write_failed(failed.message());
    if (!sync_to_disk(to.parent_path())) return write_failed("fsync of the folder failed");
    return {};
}

std::uint64_t size_of(const fs::path& path) {
    std::error_code unknown;
    const auto size = fs::file_size(path, unknown);
    return unknown ? 0 : size;
}

}  // namespace

Result<RecordingFinished> finish_recording(const RecordingFiles& files, std::uint64_t free_bytes,
                                           const std::atomic<bool>& cancelled) {
    const Journal journal = read_journal(files.journal());
    const Alignment alignment(journal);
    const std::vector<Part> parts = look_into_all(files, journal, alignment);
    if (parts.empty()) return not_found("Nothing was recorded.");

    std::uint64_t needed = 0;
    for (const Part& part : parts) needed += size_of(part.path);
    needed += needed / 32 + (1u << 20);
    if (free_bytes < needed) {
        return make_error(ErrorCode::Unavailable, "recording_no_room",
                          "There is not enough room on the disk to finish the recording.")
            .with_detail(std::to_string(needed) + " bytes needed, " + std::to_string(free_bytes) +
                         " free");
    }

    const UtcTime capture_start =
        journal.capture_start.value_or(parts.front().capture_start.value_or(UtcTime{}));
    const std::vector<Group> groups = group(parts);
    RecordingFinished finished;
    // The recording itself comes last: once it has its name the rest is only clearing up.
    for (std::size_t i = groups.size(); i-- > 0;) {
        const Group& chosen = groups[i];
        AVCodecParameters named{};
        if (chosen.codec) named.codec_id = *chosen.codec;
        const fs::path path =
            files.finished(replay_extension(chosen.codec ? &named : nullptr), static_cast<int>(i));
        auto written =
            write_group(chosen, journal, alignment, capture_start, files.finishing(), cancelled);
        if (written && cancelled) written = cancelled_error();
        if (!written) {
            std::error_code ignored;
            fs::remove(files.finishing(), ignored);
            return std::move(written).error();
        }
        LSL_TRY(publish(files.finishing(), path));
        if (i > 0) {
            finished.other_files.insert(finished.other_files.begin(), path);
        } else {
            finished.file = LSL_TRY(inspect_finished(files, path));
        }
    }
    std::error_code ignored;
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
    file.bytes = size_of(path);
    const AVDictionaryEntry* entry = av_dict_get(input->metadata, "creation_time", nullptr, 0);
    if (entry != nullptr) {
        if (const auto time = parse_iso8601(entry->value)) file.started_at = *time;
    }
    return file;
}

}  // namespace lsl::recorder
