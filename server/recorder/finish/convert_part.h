#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <vector>

#include "server/media/ingest/tap.h"
#include "server/recorder/recording_files.h"
#include "shared/base/result.h"

namespace lsl::recorder {

/// Looked at and told while a conversion runs.
struct ConversionWatch {
    const std::atomic<bool>& cancelled;
    std::function<void(std::uint64_t)> read_bytes;  ///< of the part's contents, since the last call
};

/// Makes the pictures of a part into another codec: pieces of a minute or so, files like parts
/// themselves, with the part's sound and its times as they were. Those that are there already are
/// kept, so that a conversion goes on where it was stopped. Returns the pieces in order.
///
/// Works on the calling thread alone. Times in pieces are those of the part, microseconds.
///
/// Errors: Conflict when cancelled, InvalidInput when the pictures cannot be converted,
/// Unavailable when the disk does not take the pieces.
Result<std::vector<std::filesystem::path>> convert_part(const RecordingFiles& files, int part,
                                                        media::Codec to,
                                                        const ConversionWatch& watch);

}  // namespace lsl::recorder
