#include "client/model/classes.h"

#include "client/model/order.h"

#include <algorithm>
#include <chrono>
#include <tuple>
#include <utility>

namespace lsl::model {

using domain::RecordingState;
using domain::StreamStatus;
using wire::PublicStream;

namespace {

constexpr auto patience = std::chrono::minutes(15);

/// What decides about a class's place in the lists.
auto place_of(const PublicStream& row) {
    return std::tuple(row.stream.status, start_of(row.stream), row.stream.style,
                      row.recording.available, row.recording.state, row.recording.expires_at);
}

}  // namespace

const PublicStream* Classes::find(StreamId id) const {
    const auto found = rows.find(id);
    return found == rows.end() ? nullptr : &found->second;
}

void Classes::put(PublicStream row) {
    const StreamId id = row.stream.id;
    missing.erase(id);
    const auto [place, added] = rows.try_emplace(id, row);
    stale_ = stale_ || added;
    // An answer may be older than an event that overtook it.
    if (!added && row.stream.updated_at >= place->second.stream.updated_at) {
        stale_ = stale_ || place_of(row) != place_of(place->second);
        place->second = std::move(row);
    }
}

const Classes::Lists& Classes::lists(UtcTime now) const {
    if (!stale_ && now < sorted_until_) return sorted_;
    sorted_ = {};
    sorted_until_ = UtcTime::max();
    stale_ = false;
    for (const auto& [id, row] : rows) {
        const domain::Stream& stream = row.stream;
        if (stream.status == StreamStatus::Live) sorted_.live.push_back(&row);
        if (stream.status == StreamStatus::Scheduled) {
            sorted_.upcoming.push_back(&row);
            const UtcTime overdue = stream.scheduled_start_time + patience;
            if (now < overdue) sorted_until_ = std::min(sorted_until_, overdue);
        }
        if (stream.status != StreamStatus::Ended) continue;
        const UtcTime until = row.recording.expires_at.value_or(UtcTime::max());
        if (now >= until) continue;
        if (row.recording.available || row.recording.state == RecordingState::Preparing) {
            sorted_.replays.push_back(&row);
            sorted_until_ = std::min(sorted_until_, until);
        }
    }
    for (const List* part : {&sorted_.live, &sorted_.upcoming, &sorted_.replays}) {
        for (const PublicStream* row : *part) {
            if (!row->stream.style.empty()) sorted_.styles.push_back(row->stream.style);
        }
    }
    std::sort(sorted_.styles.begin(), sorted_.styles.end());
    sorted_.styles.erase(std::unique(sorted_.styles.begin(), sorted_.styles.end()),
                         sorted_.styles.end());
    sort_rows(sorted_.live, Order::NewestFirst, start_of_row);
    sort_rows(sorted_.upcoming, Order::SoonestFirst, start_of_row);
    // What should have begun and did not is no longer what comes next.
    std::stable_partition(sorted_.upcoming.begin(), sorted_.upcoming.end(),
                          [now](const PublicStream* row) { return !is_overdue(row->stream, now); });
    sort_rows(sorted_.replays, Order::NewestFirst, start_of_row);
    return sorted_;
}

const domain::Enrollment* Enrollments::find(StreamId id) const {
    const auto found = rows.find(id);
    return found == rows.end() ? nullptr : &found->second;
}

std::int64_t Enrollments::count() const {
    const auto loaded = static_cast<std::int64_t>(rows.size());
    return next_cursor ? std::max(total, loaded) : loaded;
}

bool is_overdue(const domain::Stream& stream, UtcTime now) {
    return stream.status == StreamStatus::Scheduled &&
           now >= stream.scheduled_start_time + patience;
}

UtcTime start_of_row(const PublicStream& row) { return start_of(row.stream); }

UtcTime start_of(const domain::Stream& stream) {
    return stream.actual_start_time.value_or(stream.scheduled_start_time);
}

bool had_replay(const domain::Recording& recording) {
    return recording.available || recording.state == RecordingState::Available ||
           recording.state == RecordingState::Deleted;
}

bool has_replay(const domain::Stream& stream, const domain::Recording& recording, UtcTime now) {
    return stream.status == StreamStatus::Ended && recording.available &&
           now < recording.expires_at.value_or(UtcTime::max());
}

std::int64_t minutes_of(const domain::Stream& stream) {
    if (stream.actual_start_time && stream.actual_end_time) {
        const auto length = *stream.actual_end_time - *stream.actual_start_time;
        return std::max<std::int64_t>(1, std::chrono::round<std::chrono::minutes>(length).count());
    }
    return stream.scheduled_duration_seconds / 60;
}

}  // namespace lsl::model
