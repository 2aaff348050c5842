#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"
#include "shared/domain/level.h"

namespace lsl::domain {

struct StudioClass;

enum class StreamStatus : std::uint8_t { Scheduled, Live, Ended, Cancelled };
std::string_view status_name(StreamStatus status);  ///< "scheduled", "live", "ended", "cancelled"
std::optional<StreamStatus> parse_status(std::string_view name);
// By these names a row in JSON or in a table finds the words of an enumeration.
inline std::string_view enum_name(StreamStatus status) { return status_name(status); }
inline void enum_parse(std::string_view text, std::optional<StreamStatus>& out) {
    out = parse_status(text);
}

/// What is taught, when and for how much, and what became of it. Its input, its recording and its
/// calendar entry are parts of their own: studio_class.h.
struct Stream {
    StreamId id;
    std::string title;
    std::string description;
    std::string instructor_name;
    std::string style;  ///< what is danced, in the teacher's words; may be empty
    Level level = Level::Any;

    UtcTime scheduled_start_time;
    std::int64_t scheduled_duration_seconds = 3600;
    std::optional<UtcTime> actual_start_time;
    std::optional<UtcTime> actual_end_time;
    StreamStatus status = StreamStatus::Scheduled;
    std::int64_t price_in_tokens = 0;

    bool keep_for_catalog = true;
    std::optional<WorkoutId> migrated_to_workout_id;
    std::optional<UtcTime> migration_scheduled_at;

    std::optional<std::string> thumbnail_url;
    std::int64_t max_viewers = 0;
    std::int64_t total_enrollments = 0;

    /// For how long picture or sound arrived while the class was live. Nothing for classes from
    /// before this was measured, of which nobody can say.
    std::optional<std::int64_t> media_seconds = 0;
    /// When everybody got their tokens back although the class had ended.
    std::optional<UtcTime> refunded_at;

    UtcTime created_at;
    UtcTime updated_at;
};

UtcTime planned_end(const Stream& stream);

/// What an instructor may say about a class; also the fields of the create form.
struct StreamDetails {
    std::string title;
    std::string description;
    std::string instructor_name;
    std::string style;
    Level level = Level::Any;
    UtcTime scheduled_start_time;
    std::int64_t duration_minutes = 60;
    std::int64_t price_in_tokens = 0;
    std::optional<std::string> thumbnail_url;
    bool keep_for_catalog = true;
};

/// A change of some of them; what is absent stays.
struct StreamChange {
    std::optional<std::string> title;
    std::optional<std::string> description;
    std::optional<std::string> instructor_name;
    std::optional<std::string> style;
    std::optional<Level> level;
    std::optional<UtcTime> scheduled_start_time;
    std::optional<std::int64_t> duration_minutes;
    std::optional<std::int64_t> price_in_tokens;
    std::optional<std::string> thumbnail_url;  ///< empty text removes the picture
    std::optional<bool> keep_for_catalog;
};

inline constexpr std::size_t max_title_characters = 255;
inline constexpr std::size_t max_name_characters = 255;
inline constexpr std::size_t max_style_characters = 40;
inline constexpr std::size_t max_description_characters = 10'000;
inline constexpr std::size_t max_url_characters = 2048;
inline constexpr std::int64_t max_duration_minutes = 1440;
inline constexpr std::int64_t max_price_in_tokens = 1'000'000;

/// The rules of a single field. Errors name the field as the request does ("durationMinutes"),
/// so that the form shows the same sentence in the same place as the server would answer.
Result<void> check_title(std::string_view title);
Result<void> check_description(std::string_view description);
Result<void> check_instructor_name(std::string_view name);
Result<void> check_style(std::string_view style);
Result<void> check_duration_minutes(std::int64_t minutes);
Result<void> check_price(std::int64_t tokens);
Result<void> check_thumbnail_url(std::string_view url);
/// A start more than a day ago, or more than ten years ahead, is a typing mistake.
Result<void> check_start_time(UtcTime start, UtcTime now);

/// All of them, first fault first.
Result<void> check_details(const StreamDetails& details, UtcTime now);

/// Applies a change to a class by the rules of its state, or says why not (Conflict) or which
/// field is wrong (InvalidInput). Moves the calendar stamp on when anything changed.
/// `changed` is untouched on failure. Returns whether anything changed.
Result<bool> apply_change(StudioClass& changed, const StreamChange& change, UtcTime now);

}  // namespace lsl::domain
