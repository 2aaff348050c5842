#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "server/recorder/finish/replay_plan.h"
#include "server/recorder/recording_files.h"
#include "shared/base/result.h"

namespace lsl::recorder {

/// What conversions gave: pieces by the number of the part that they stand for.
struct Converted {
    std::map<int, std::vector<std::filesystem::path>> pieces;
    std::string failure;  ///< why a part of the plan has none; else empty
};

/// Converts what the plan says, on a thread of its own with the lowest priority, and waits for it:
/// classes on air come first, and a nice value can be raised but not lowered again.
/// `percent` goes from 0 to 100. `niceness`: added to the process's own, 0 to 19.
///
/// The references are looked at and told by the other thread while this waits.
///
/// A part that cannot be converted is left out, see `failure`. Errors: Conflict when cancelled,
/// Unavailable when the disk has no room, or the system no thread; to be tried again.
Result<Converted> convert_parts(const RecordingFiles& files, const ConversionPlan& plan,
                                std::uint64_t free_bytes, int niceness,
                                const std::atomic<bool>& cancelled, std::atomic<int>& percent);

}  // namespace lsl::recorder
