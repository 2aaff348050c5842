#pragma once

#include <chrono>
#include <cstdint>

#include "server/services/media_backend.h"
#include "server/store/streams_store.h"
#include "shared/domain/hosting_cost.h"
#include "shared/domain/media_capabilities.h"
#include "shared/wire/rows.h"

namespace lsl::services {

/// Of the recording that the backend keeps, begun ones counting whole; 0 when it keeps none.
inline std::int64_t stored_minutes(const domain::Stream& stream) {
    const bool kept = stream.recording_state == domain::RecordingState::Available;
    if (!kept || !stream.actual_start_time || !stream.actual_end_time) return 0;
    return std::chrono::ceil<std::chrono::minutes>(*stream.actual_end_time -
                                                   *stream.actual_start_time)
        .count();
}

/// The instructor's numbers of a class, from its row and from what is live now.
inline wire::Statistics statistics_of(const domain::Stream& stream, const store::Totals& totals,
                                      const LiveFigures& figures) {
    const domain::HostingCost cost{(totals.delivered_seconds + 30) / 60, stored_minutes(stream)};
    const bool metered = domain::media_capabilities(stream.media_backend).metered;
    return {.enrollments = stream.total_enrollments,
            .revenue = totals.revenue,
            .viewers = figures.viewers,
            .max_viewers = stream.max_viewers,
            .media_health = figures.media_health,
            .delivered_minutes = cost.delivered_minutes,
            .stored_minutes = cost.stored_minutes,
            .hosting_cost = metered ? cost.total() : 0,
            .upload_progress = figures.upload_progress};
}

/// A class as anybody may see it.
inline wire::PublicStream public_row(domain::Stream stream, const LiveFigures& figures) {
    return {.stream = std::move(stream), .viewers = figures.viewers};
}

}  // namespace lsl::services
