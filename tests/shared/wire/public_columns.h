#pragma once

#include <set>
#include <string>

namespace lsl::testing {

/// The members of a class's public row, which other people's scripts read (DESIGN, the API).
inline const std::set<std::string> public_columns = {"id",
                                                     "title",
                                                     "description",
                                                     "instructor_name",
                                                     "style",
                                                     "level",
                                                     "scheduled_start_time",
                                                     "scheduled_duration_seconds",
                                                     "actual_start_time",
                                                     "actual_end_time",
                                                     "status",
                                                     "price_in_tokens",
                                                     "media_backend",
                                                     "playback_id",
                                                     "recording_state",
                                                     "recording_available",
                                                     "recording_expires_at",
                                                     "recording_video_id",
                                                     "keep_for_catalog",
                                                     "migrated_to_workout_id",
                                                     "migration_scheduled_at",
                                                     "thumbnail_url",
                                                     "max_viewers",
                                                     "total_enrollments",
                                                     "media_seconds",
                                                     "refunded_at",
                                                     "created_at",
                                                     "updated_at"};

}  // namespace lsl::testing
