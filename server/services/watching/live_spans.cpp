#include "server/services/watching/live_spans.h"

#include <algorithm>

#include "server/store/classes/watch_spans_store.h"
#include "server/store/people/staff_store.h"

namespace lsl::services {

namespace {

std::int64_t live_ms(UtcTime class_start, UtcTime now) {
    return std::max<std::int64_t>((now - class_start).count(), 0);
}

/// The id of the new span; 0 for staff, who have none.
Result<std::int64_t> open_span(store::Connection& tx, StreamId stream, UserId user,
                               std::int64_t now_ms) {
    if (LSL_TRY(store::StaffStore(tx).role_on(user, stream))) return std::int64_t{0};
    store::WatchSpansStore spans(tx);
    store::WatchSpanRow row;
    row.span.person = LSL_TRY(spans.person(stream, user));
    row.span.began_ms = row.span.ended_ms = now_ms;
    row.is_open = true;
    return spans.insert(row);
}

}  // namespace

Result<void> LiveSpans::close_former() {
    return database_.write(
        [](store::Connection& tx) { return store::WatchSpansStore(tx).close_all(); });
}

void LiveSpans::came(const domain::StudioClass& row, UserId user,
                     const media::SessionName& session) {
    if (!row.stream.actual_start_time || open_.contains(session)) return;
    const StreamId stream = row.stream.id;
    const UtcTime class_start = *row.stream.actual_start_time;
    const auto span = database_.write([&](store::Connection& tx) {
        return open_span(tx, stream, user, live_ms(class_start, clock_.utc()));
    });
    if (span && *span != 0) open_[session] = {stream, class_start, *span};
}

void LiveSpans::left(const media::SessionName& session) {
    const auto found = open_.find(session);
    if (found == open_.end()) return;
    const Open open = found->second;
    open_.erase(found);
    database_.write_later(
        [span = open.span, at = live_ms(open.class_start, clock_.utc())](store::Connection& tx) {
            return store::WatchSpansStore(tx).close(span, at);
        });
}

void LiveSpans::refresh() {
    if (open_.empty() || clock_.mono() < next_note_) return;
    next_note_ = clock_.mono() + between_notes;
    std::map<StreamId, UtcTime> classes;
    for (const auto& [session, open] : open_) classes.emplace(open.stream, open.class_start);
    const UtcTime now = clock_.utc();
    database_.write_later([classes, now](store::Connection& tx) -> Result<void> {
        store::WatchSpansStore spans(tx);
        for (const auto& [stream, class_start] : classes) {
            LSL_TRY(spans.extend_open(stream, live_ms(class_start, now)));
        }
        return {};
    });
}

}  // namespace lsl::services
