#pragma once

#include <atomic>
#include <cstdint>

#include "server/recorder/recorder.h"
#include "server/recorder/recording_files.h"

namespace lsl::recorder {

/// Joins the parts of a recording into the file that people play, aligned by the journal, and puts
/// it under its final name when it is whole and safe on the disk; then the parts go. Parts of a
/// video codec that did not win become files of their own (see RecordingFinished). Whatever happens
/// on the way, the parts stay until the finished file is there.
///
/// NotFound: nothing was recorded. Unavailable: the disk has no room, or writing failed; to be
/// tried again. Conflict: `cancelled` turned true.
Result<RecordingFinished> finish_recording(const RecordingFiles& files, std::uint64_t free_bytes,
                                           const std::atomic<bool>& cancelled);

/// What a finished file says about itself.
Result<RecordingFile> inspect_finished(const RecordingFiles& files,
                                       const std::filesystem::path& path);

}  // namespace lsl::recorder
