#include "server/services/watching/reported_spans.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <utility>

#include "server/store/classes/watch_spans_store.h"
#include "shared/domain/media/media_capabilities.h"

namespace lsl::services {

namespace {

constexpr std::size_t longest_span_name = 64;
constexpr std::int64_t longest_position_ms = std::int64_t{24} * 60 * 60 * 1000;
constexpr std::int64_t slowest_speed = 25, fastest_speed = 200;
/// A player's clock and ours, and what it takes a report to arrive.
constexpr std::int64_t tolerance_ms = 5'000;
/// After a longer silence the player has been away.
constexpr std::int64_t longest_silence_ms = api::watching_interval_s * 1000 * 3 / 2;

Error wrong_report(std::string code, std::string sentence, std::string field) {
    Error error = make_error(ErrorCode::InvalidInput, std::move(code), std::move(sentence));
    error.field = std::move(field);
    return error;
}

bool is_span_name(std::string_view name) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    };
    return !name.empty() && name.size() <= longest_span_name &&
           std::all_of(name.begin(), name.end(), fits);
}

/// From a place in the recording to one in the class.
std::int64_t place_in_class(const domain::StudioClass& row, std::int64_t position_ms) {
    const auto& begun = row.recording.media_started_at;
    if (!begun) return position_ms;
    return position_ms + (*begun - *row.stream.actual_start_time).count();
}

/// The class's length, as far as it is known.
std::int64_t length_of(const domain::Stream& stream) {
    if (!stream.actual_end_time) return longest_position_ms;
    return (*stream.actual_end_time - *stream.actual_start_time).count();
}

/// Where the span's player stood when it spoke last.
std::int64_t last_place(const domain::WatchSpan& span) {
    return span.position_ms + (span.ended_ms - span.began_ms) * span.speed_percent / 100;
}

/// Whether a player that had this span can be where the other one begins now.
bool goes_on(const domain::WatchSpan& span, const domain::WatchSpan& now) {
    const std::int64_t silence = now.began_ms - span.ended_ms;
    if (span.kind != now.kind || span.speed_percent != now.speed_percent) return false;
    if (silence < 0 || silence > longest_silence_ms) return false;
    if (now.kind == domain::WatchKind::Live) return true;
    const std::int64_t expected = last_place(span) + silence * span.speed_percent / 100;
    return std::abs(now.position_ms - expected) <= tolerance_ms;
}

}  // namespace

Result<void> check_report(const api::ReportWatching::Request& said) {
    if (said.span && !is_span_name(*said.span)) {
        return wrong_report("invalid_span", "A span is named by 1 to 64 letters, digits, - or _.",
                            "span");
    }
    if (said.positionMs && (*said.positionMs < 0 || *said.positionMs > longest_position_ms)) {
        return wrong_report("invalid_position", "The position has to lie within a day.",
                            "positionMs");
    }
    if (said.speedPercent &&
        (*said.speedPercent < slowest_speed || *said.speedPercent > fastest_speed)) {
        return wrong_report("invalid_speed", "The speed has to lie between 25 and 200 percent.",
                            "speedPercent");
    }
    return {};
}

Result<void> note_reported_span(store::Connection& tx, const WatchRights::Seat& seat, UserId user,
                                domain::Watch verdict, const api::ReportWatching::Request& said,
                                UtcTime now) {
    const domain::Stream& stream = seat.row.stream;
    const bool live = verdict == domain::Watch::Live;
    const bool engine_tells =
        live && domain::media_capabilities(seat.row.ingest.playback.backend).counts_viewers;
    if (!said.span || !stream.actual_start_time || seat.role || engine_tells) return {};
    if (!live && !said.positionMs) return {};

    store::WatchSpanRow row;
    row.span.kind = live ? domain::WatchKind::Live : domain::WatchKind::Replay;
    row.span.began_ms = row.span.ended_ms = (now - *stream.actual_start_time).count();
    if (row.span.began_ms < 0) return {};
    row.span.position_ms = live ? 0 : place_in_class(seat.row, *said.positionMs);
    if (row.span.position_ms > length_of(stream) + tolerance_ms) return {};
    row.span.speed_percent = live ? 100 : said.speedPercent.value_or(100);
    row.name = *said.span;

    store::WatchSpansStore spans(tx);
    row.span.person = LSL_TRY(spans.person(stream.id, user));
    const auto known = LSL_TRY(spans.find(row.span.person, row.name));
    if (known && goes_on(known->span, row.span)) return spans.extend(known->id, row.span.ended_ms);
    if (said.playing == false) return {};
    if (LSL_TRY(spans.count(row.span.person)) >= most_spans_of_a_person) return {};
    LSL_TRY(spans.insert(row));
    return {};
}

}  // namespace lsl::services
