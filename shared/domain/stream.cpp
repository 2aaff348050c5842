#include "shared/domain/stream.h"

#include <utility>

#include "shared/domain/studio_class.h"
#include "shared/domain/text_rules.h"
#include "shared/domain/words.h"

namespace lsl::domain {

namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr WordTable<StreamStatus, 4> status_words = {{
    {StreamStatus::Scheduled, "scheduled"},
    {StreamStatus::Live, "live"},
    {StreamStatus::Ended, "ended"},
    {StreamStatus::Cancelled, "cancelled"},
}};

Result<void> check_text(std::string field, std::string what, std::string_view text,
                        std::size_t limit, Lines lines) {
    if (!is_valid_utf8(text) || has_control_characters(text, lines)) {
        return invalid_field(std::move(field), what + " contains characters that can't be shown.");
    }
    if (count_code_points(text) > limit) {
        return invalid_field(std::move(field),
                             what + " can have at most " + std::to_string(limit) + " characters.");
    }
    return {};
}

Error fixed(std::string word, std::string message) {
    return make_error(ErrorCode::Conflict, std::move(word), std::move(message));
}

/// Sets `target` when the change says so; true when that made a difference.
template <class T, class U>
bool assign(T& target, const std::optional<U>& wanted) {
    if (!wanted || target == *wanted) return false;
    target = *wanted;
    return true;
}

}  // namespace

std::string_view status_name(StreamStatus status) { return word_of(status_words, status); }

std::optional<StreamStatus> parse_status(std::string_view name) {
    return value_of(status_words, name);
}

UtcTime planned_end(const Stream& stream) {
    return stream.scheduled_start_time + seconds(stream.scheduled_duration_seconds);
}

Result<void> check_title(std::string_view title) {
    if (trimmed(title).empty()) return invalid_field("title", "Give the class a title.");
    return check_text("title", "The title", title, max_title_characters, Lines::One);
}

Result<void> check_description(std::string_view description) {
    return check_text("description", "The description", description, max_description_characters,
                      Lines::Several);
}

Result<void> check_instructor_name(std::string_view name) {
    return check_text("instructorName", "The instructor's name", name, max_name_characters,
                      Lines::One);
}

Result<void> check_style(std::string_view style) {
    return check_text("style", "The style", style, max_style_characters, Lines::One);
}

Result<void> check_duration_minutes(std::int64_t minutes) {
    if (minutes >= 1 && minutes <= max_duration_minutes) return {};
    return invalid_field("durationMinutes", "A class lasts from 1 minute to 24 hours.");
}

Result<void> check_price(std::int64_t tokens) {
    if (tokens < 0) return invalid_field("priceInTokens", "A price can't be below 0.");
    if (tokens > max_price_in_tokens) {
        return invalid_field("priceInTokens", "A price can't be above 1,000,000 tokens.");
    }
    return {};
}

Result<void> check_thumbnail_url(std::string_view url) {
    static constexpr std::string_view field = "thumbnailUrl";
    LSL_TRY(check_text(std::string(field), "The picture's address", url, max_url_characters,
                       Lines::One));
    std::string_view host;
    if (url.starts_with("https://")) {
        host = url.substr(8);
    } else if (url.starts_with("http://")) {
        host = url.substr(7);
    }
    const bool plausible = !host.empty() && host.front() != '/' && host.front() != ':' &&
                           host.find_first_of(" \"<>\\^`{|}") == std::string_view::npos;
    if (!plausible) {
        return invalid_field(std::string(field),
                             "The picture's address has to begin with https:// and name a site.");
    }
    return {};
}

Result<void> check_start_time(UtcTime start, UtcTime now) {
    if (start < now - hours(24)) {
        return invalid_field("scheduledStartTime", "This time has passed. Pick one ahead.");
    }
    if (start > now + hours(24 * 3653)) {
        return invalid_field("scheduledStartTime", "This is more than ten years ahead.");
    }
    return {};
}

Result<void> check_details(const StreamDetails& details, UtcTime now) {
    LSL_TRY(check_title(details.title));
    LSL_TRY(check_description(details.description));
    LSL_TRY(check_instructor_name(details.instructor_name));
    LSL_TRY(check_style(trimmed(details.style)));
    LSL_TRY(check_start_time(details.scheduled_start_time, now));
    LSL_TRY(check_duration_minutes(details.duration_minutes));
    LSL_TRY(check_price(details.price_in_tokens));
    if (details.thumbnail_url) LSL_TRY(check_thumbnail_url(*details.thumbnail_url));
    return {};
}

namespace {

/// What is taught, and by whom.
Result<bool> change_words(Stream& next, const StreamChange& change) {
    bool changed = false;
    if (change.title) {
        LSL_TRY(check_title(*change.title));
        changed |= assign(next.title, std::optional(trimmed(*change.title)));
    }
    if (change.description) {
        LSL_TRY(check_description(*change.description));
        changed |= assign(next.description, change.description);
    }
    if (change.instructor_name) {
        LSL_TRY(check_instructor_name(*change.instructor_name));
        changed |= assign(next.instructor_name, std::optional(trimmed(*change.instructor_name)));
    }
    if (change.style) {
        const std::string style = trimmed(*change.style);
        LSL_TRY(check_style(style));
        changed |= assign(next.style, std::optional(style));
    }
    changed |= assign(next.level, change.level);
    return changed;
}

/// When, how long and for how much: what has begun keeps its start, what is over its length.
Result<bool> change_plan(Stream& next, const Stream& stream, const StreamChange& change,
                         UtcTime now) {
    bool changed = false;
    if (change.scheduled_start_time &&
        *change.scheduled_start_time != stream.scheduled_start_time) {
        if (stream.status != StreamStatus::Scheduled) {
            return fixed("start_time_fixed", "The class has begun, so its start time is fixed.");
        }
        LSL_TRY(check_start_time(*change.scheduled_start_time, now));
        changed |= assign(next.scheduled_start_time, change.scheduled_start_time);
    }
    if (change.duration_minutes) {
        LSL_TRY(check_duration_minutes(*change.duration_minutes));
        const std::int64_t duration = *change.duration_minutes * 60;
        if (duration != stream.scheduled_duration_seconds && stream.status == StreamStatus::Ended) {
            return fixed("duration_fixed", "The class is over, so its duration is fixed.");
        }
        changed |= assign(next.scheduled_duration_seconds, std::optional(duration));
    }
    if (change.price_in_tokens) {
        LSL_TRY(check_price(*change.price_in_tokens));
        changed |= assign(next.price_in_tokens, change.price_in_tokens);
    }
    return changed;
}

/// An empty address removes the picture.
Result<bool> change_picture(Stream& next, const StreamChange& change) {
    bool changed = false;
    if (change.thumbnail_url) {
        if (change.thumbnail_url->empty()) {
            changed |= next.thumbnail_url.has_value();
            next.thumbnail_url.reset();
        } else {
            LSL_TRY(check_thumbnail_url(*change.thumbnail_url));
            changed |= assign(next.thumbnail_url, change.thumbnail_url);
        }
    }
    return changed;
}

/// Fixed once the catalogue has the class, or nobody has its recording any more.
Result<bool> change_keeping(Stream& next, const StudioClass& row, const StreamChange& change) {
    bool changed = false;
    const Stream& stream = row.stream;
    if (change.keep_for_catalog && *change.keep_for_catalog != stream.keep_for_catalog) {
        if (!*change.keep_for_catalog && stream.migrated_to_workout_id) {
            return fixed("in_catalog", "The catalogue has taken this class already.");
        }
        const bool media_gone =
            stream.status == StreamStatus::Ended && !row.recording.video_id.has_value();
        if (*change.keep_for_catalog && media_gone) {
            return fixed("recording_gone", "The recording of this class is gone.");
        }
        changed |= assign(next.keep_for_catalog, change.keep_for_catalog);
    }
    return changed;
}

}  // namespace

Result<bool> apply_change(StudioClass& row, const StreamChange& change, UtcTime now) {
    const Stream& stream = row.stream;
    if (stream.status == StreamStatus::Cancelled) {
        return fixed("cancelled", "This class was cancelled and can't be changed any more.");
    }
    Stream next = stream;
    bool changed = LSL_TRY(change_words(next, change));
    changed |= LSL_TRY(change_plan(next, stream, change, now));
    changed |= LSL_TRY(change_picture(next, change));
    changed |= LSL_TRY(change_keeping(next, row, change));
    if (!changed) return false;

    next.updated_at = now;
    const bool moved = next.scheduled_start_time != stream.scheduled_start_time ||
                       next.scheduled_duration_seconds != stream.scheduled_duration_seconds;
    if (moved) {
        row.calendar.move_on(now);
    } else {
        row.calendar.reword(now);
    }
    row.stream = std::move(next);
    return true;
}

}  // namespace lsl::domain
