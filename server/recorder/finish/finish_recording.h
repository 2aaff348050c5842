#pragma once

#include <atomic>
#include <cstdint>

#include "server/recorder/finish/conversion.h"
#include "server/recorder/recorder.h"
#include "server/recorder/recording_files.h"

namespace lsl::recorder {

/// Joins the parts of a recording into the file that people play, aligned by the journal, and puts
/// it under its final name when it is whole and safe on the disk; then the parts go. Whatever
/// happens on the way, the parts stay until the finished file is there.
///
/// Parts of another codec than the replay's are taken from `converted`. Where they are not there,
/// their sound is in the replay all the same, the picture before it stands still meanwhile, their
/// own pictures are kept in files beside it, and RecordingFile::lack says so.
///
/// Works on the calling thread, which no other may do for the same recording. `free_bytes`: of the
/// disk, now.
///
/// NotFound: nothing was recorded. Unavailable: the disk has no room, or writing failed; to be
/// tried again. Conflict: `cancelled` turned true.
Result<RecordingFinished> finish_recording(const RecordingFiles& files, const Converted& converted,
                                           std::uint64_t free_bytes,
                                           const std::atomic<bool>& cancelled);

/// What a finished file says about itself. Opens it and reads its index; any thread. Internal:
/// libav cannot open it.
Result<RecordingFile> inspect_finished(const RecordingFiles& files,
                                       const std::filesystem::path& path);

}  // namespace lsl::recorder
