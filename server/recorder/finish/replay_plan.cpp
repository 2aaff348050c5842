#include "server/recorder/finish/replay_plan.h"

#include <algorithm>
#include <limits>

#include "server/recorder/finish/part_reader.h"
#include "server/recorder/finish/transcoder.h"

namespace lsl::recorder {

namespace fs = std::filesystem;

namespace {

/// Tracks lie within this of each other in a part.
constexpr std::int64_t look_ahead_us = 3'000'000;

}  // namespace

std::optional<PartFacts> look_into(const fs::path& path, const Alignment& alignment) {
    auto reader = PartReader::open(path);
    // A crash before the header was out leaves nothing to read.
    if (!reader) return std::nullopt;
    PartFacts part;
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
        if (video) part.codec = codec_of(part.video->codec_id);
        part.has_audio = part.has_audio || !video;
        part.begins_us = std::min(part.begins_us, alignment.align(packet->kind, packet->media_us));
    }
    if (!first_us) return std::nullopt;
    return part;
}

std::vector<PartFacts> look_into_parts(const RecordingFiles& files, const Journal& journal,
                                       const Alignment& alignment) {
    std::vector<PartFacts> parts;
    for (const int number : files.parts()) {
        auto part = look_into(files.part(number), alignment);
        if (!part) continue;
        part->number = number;
        parts.push_back(std::move(*part));
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::int64_t end = i + 1 < parts.size() ? parts[i + 1].begins_us : journal.last_us;
        parts[i].lasts_us = std::max<std::int64_t>(end - parts[i].begins_us, 0);
    }
    return parts;
}

std::optional<media::Codec> replay_codec(const std::vector<PartFacts>& parts) {
    struct Recorded {
        media::Codec codec;
        std::int64_t lasts_us;
    };
    std::vector<Recorded> codecs;
    for (const PartFacts& part : parts) {
        if (!part.codec) continue;
        auto found = std::find_if(codecs.begin(), codecs.end(),
                                  [&](const Recorded& r) { return r.codec == *part.codec; });
        if (found == codecs.end()) found = codecs.insert(codecs.end(), Recorded{*part.codec, 0});
        found->lasts_us += part.lasts_us;
    }
    if (codecs.empty()) return std::nullopt;
    std::stable_sort(codecs.begin(), codecs.end(),
                     [](const Recorded& a, const Recorded& b) { return a.lasts_us > b.lasts_us; });
    if (codecs.size() > 1) {
        for (const Recorded& one : codecs) {
            if (can_encode(one.codec)) return one.codec;
        }
    }
    return codecs.front().codec;
}

ConversionPlan plan_conversion(const RecordingFiles& files) {
    const Journal journal = read_journal(files.journal());
    const std::vector<PartFacts> parts = look_into_parts(files, journal, Alignment(journal));
    ConversionPlan plan;
    const auto codec = replay_codec(parts);
    if (!codec) return plan;
    plan.to = *codec;
    for (const PartFacts& part : parts) {
        if (part.codec && part.codec != codec) plan.parts.push_back(part.number);
    }
    return plan;
}

}  // namespace lsl::recorder
