#include "shared/domain/chapters.h"

#include <algorithm>

#include "shared/domain/words.h"

namespace lsl::domain {

namespace {

constexpr WordTable<ChapterKind, 5> chapter_kind_words = {{
    {ChapterKind::WarmUp, "warm_up"},
    {ChapterKind::Phrase, "phrase"},
    {ChapterKind::RunThrough, "run_through"},
    {ChapterKind::CoolDown, "cool_down"},
    {ChapterKind::Own, "own"},
}};

Error never_ran() {
    return make_error(ErrorCode::Conflict, "not_live",
                      "Chapters can be marked once the class is live.");
}

Error wrong_chapter_time(const char* field) {
    Error error = make_error(ErrorCode::InvalidInput, "invalid_chapter_time",
                             "A chapter begins while the class runs.");
    error.field = field;
    return error;
}

bool has_run(const Stream& stream) {
    const bool ran = stream.status == StreamStatus::Live || stream.status == StreamStatus::Ended;
    return ran && stream.actual_start_time.has_value();
}

/// Of a class that runs: until now.
UtcTime end_of_chapters(const Stream& stream, UtcTime now) {
    const UtcTime end = stream.actual_end_time.value_or(now);
    return std::max(end, *stream.actual_start_time);
}

}  // namespace

std::string_view chapter_kind_name(ChapterKind kind) { return word_of(chapter_kind_words, kind); }

std::optional<ChapterKind> parse_chapter_kind(std::string_view name) {
    return value_of(chapter_kind_words, name);
}

Result<UtcTime> chapter_time(const Stream& stream, std::optional<UtcTime> wanted, UtcTime now) {
    if (!has_run(stream)) return never_ran();
    if (!wanted) {
        if (stream.status != StreamStatus::Live) return never_ran();
        return now;
    }
    const bool inside =
        *wanted >= *stream.actual_start_time && *wanted <= end_of_chapters(stream, now);
    if (!inside) return wrong_chapter_time("at");
    return *wanted;
}

Result<UtcTime> moved_chapter(const Stream& stream, UtcTime at, std::int64_t seconds, UtcTime now) {
    if (!has_run(stream)) return never_ran();
    if (seconds < -longest_chapter_move_s || seconds > longest_chapter_move_s) {
        return wrong_chapter_time("moveSeconds");
    }
    return std::clamp<UtcTime>(at + std::chrono::seconds(seconds), *stream.actual_start_time,
                               end_of_chapters(stream, now));
}

}  // namespace lsl::domain
