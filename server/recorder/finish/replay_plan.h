#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "server/recorder/capture/journal.h"
#include "server/recorder/libav.h"
#include "server/recorder/recording_files.h"
#include "server/recorder/timeline/alignment.h"
#include "shared/base/time.h"

namespace lsl::recorder {

// Reads files and journal, keeps nothing. Any thread that no other finishes the recording on. What
// cannot be read is left out and no error.

/// What the first seconds of a part tell about it.
struct PartFacts {
    int number = 0;
    std::filesystem::path path;
    ParametersPtr video;                ///< null: sound alone
    std::optional<media::Codec> codec;  ///< of the pictures, if it has any
    bool has_audio = false;
    std::int64_t begins_us = 0;  ///< aligned
    std::int64_t lasts_us = 0;   ///< until the next part or the end, roughly
    std::optional<UtcTime> capture_start;
};

/// Nothing when it holds no packet that can be read.
std::optional<PartFacts> look_into(const std::filesystem::path& path, const Alignment& alignment);

/// Every part that can be read, in order.
std::vector<PartFacts> look_into_parts(const RecordingFiles& files, const Journal& journal,
                                       const Alignment& alignment);

/// The codec of the file that people play, since no browser plays one that changes its codec: what
/// most of the time was recorded in, among those that the rest can be converted to. Nothing: there
/// is sound alone.
std::optional<media::Codec> replay_codec(const std::vector<PartFacts>& parts);

/// Parts whose pictures are of another codec than the replay's.
struct ConversionPlan {
    std::vector<int> parts;  ///< their numbers; empty: nothing is to be converted
    media::Codec to = media::Codec::H264;
};
ConversionPlan plan_conversion(const RecordingFiles& files);

}  // namespace lsl::recorder
