#pragma once

#include "server/recorder/recording_files.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::recorder {

struct SampleFilm {
    int seconds = 16;
    int beats_per_minute = 120;
    UtcTime started_at{};
};

/// Writes a little film (WebM, VP8 and Opus, 480 x 270) that needs no camera: a figure of strokes
/// steps from side to side on every beat and a drum plays eight counts, the first of them with a
/// brighter click. It is for demos and for trying what plays a replay.
///
/// It is the finished recording `files` afterwards; half a film is never there. Takes about a
/// second of one processor on the calling thread. Unavailable when libav or the disk refuses.
Result<void> write_sample_film(const RecordingFiles& files, const SampleFilm& film);

}  // namespace lsl::recorder
