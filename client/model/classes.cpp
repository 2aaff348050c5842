#include "client/model/classes.h"

#include "client/model/order.h"

#include <algorithm>
#include <utility>

namespace lsl::model {

using domain::RecordingState;
using domain::StreamStatus;
using wire::PublicStream;

const PublicStream* Classes::find(StreamId id) const {
    const auto found = rows.find(id);
    return found == rows.end() ? nullptr : &found->second;
}

void Classes::put(PublicStream row) {
    const StreamId id = row.stream.id;
    missing.erase(id);
    const auto [place, added] = rows.try_emplace(id, row);
    // An answer may be older than an event that overtook it.
    if (!added && row.stream.updated_at >= place->second.stream.updated_at) {
        place->second = std::move(row);
    }
}

Classes::List Classes::live() const {
    List found;
    for (const auto& [id, row] : rows) {
        if (row.stream.status == StreamStatus::Live) found.push_back(&row);
    }
    sort_rows(found, Order::NewestFirst, start_of_row);
    return found;
}

Classes::List Classes::upcoming() const {
    List found;
    for (const auto& [id, row] : rows) {
        if (row.stream.status == StreamStatus::Scheduled) found.push_back(&row);
    }
    sort_rows(found, Order::SoonestFirst, start_of_row);
    return found;
}

Classes::List Classes::replays(UtcTime now) const {
    List found;
    for (const auto& [id, row] : rows) {
        const domain::Stream& stream = row.stream;
        if (stream.status != StreamStatus::Ended) continue;
        if (stream.recording_expires_at && now >= *stream.recording_expires_at) continue;
        if (stream.recording_available || stream.recording_state == RecordingState::Preparing) {
            found.push_back(&row);
        }
    }
    sort_rows(found, Order::NewestFirst, start_of_row);
    return found;
}

const domain::Enrollment* Enrollments::find(StreamId id) const {
    const auto found = rows.find(id);
    return found == rows.end() ? nullptr : &found->second;
}

UtcTime start_of_row(const PublicStream& row) { return start_of(row.stream); }

UtcTime start_of(const domain::Stream& stream) {
    return stream.actual_start_time.value_or(stream.scheduled_start_time);
}

std::int64_t minutes_of(const domain::Stream& stream) {
    if (stream.actual_start_time && stream.actual_end_time) {
        const auto length = *stream.actual_end_time - *stream.actual_start_time;
        return std::max<std::int64_t>(1, std::chrono::round<std::chrono::minutes>(length).count());
    }
    return stream.scheduled_duration_seconds / 60;
}

}  // namespace lsl::model
