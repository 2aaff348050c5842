#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "shared/base/result.h"
#include "shared/base/time.h"
#include "shared/domain/stream.h"

namespace lsl::domain {

/// What a part of a class is for. Its name is in the teacher's words and stands beside it.
enum class ChapterKind : std::uint8_t { WarmUp, Phrase, RunThrough, CoolDown, Own };

/// "warm_up", "phrase", "run_through", "cool_down", "own"
std::string_view chapter_kind_name(ChapterKind kind);
std::optional<ChapterKind> parse_chapter_kind(std::string_view name);
inline std::string_view enum_name(ChapterKind kind) { return chapter_kind_name(kind); }
inline void enum_parse(std::string_view text, std::optional<ChapterKind>& out) {
    out = parse_chapter_kind(text);
}

inline constexpr std::size_t most_chapters = 100;         ///< of a class
inline constexpr std::size_t longest_chapter_title = 60;  ///< characters as people count them
inline constexpr std::int64_t longest_chapter_move_s = std::int64_t{24} * 3600;

/// When a chapter begins that is marked now, or that is said to have begun at `wanted`. Conflict
/// `not_live` without a class that runs, or that ran when a time is given; InvalidInput `at` for a
/// time at which it did not run.
Result<UtcTime> chapter_time(const Stream& stream, std::optional<UtcTime> wanted, UtcTime now);

/// A chapter's beginning, moved, but not out of the class. Conflict and InvalidInput
/// `moveSeconds` likewise.
Result<UtcTime> moved_chapter(const Stream& stream, UtcTime at, std::int64_t seconds, UtcTime now);

}  // namespace lsl::domain
