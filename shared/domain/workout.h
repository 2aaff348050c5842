#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "shared/base/id.h"
#include "shared/base/text_id.h"
#include "shared/base/time.h"
#include "shared/domain/level.h"

namespace lsl::domain {

/// A class that the catalogue has taken: a row of workouts.
struct Workout {
    WorkoutId id;
    StreamId stream_id;
    std::string title;
    std::string description;
    std::string instructor_name;
    std::string style;
    Level level = Level::Any;
    std::int64_t duration_seconds = 0;
    VideoId video_id;
    std::optional<std::string> thumbnail_url;
    UtcTime created_at;
};

}  // namespace lsl::domain
