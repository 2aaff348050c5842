#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "server/services/live/media_backend.h"
#include "server/store/classes/streams_store.h"
#include "shared/domain/media/hosting_cost.h"
#include "shared/domain/media/media_capabilities.h"
#include "shared/wire/rows.h"

namespace lsl::services {

/// Of the recording that the backend keeps, begun ones counting whole; 0 when it keeps none.
inline std::int64_t stored_minutes(const domain::StudioClass& row) {
    const bool kept = row.recording.state == domain::RecordingState::Available;
    if (!kept || !row.stream.actual_start_time || !row.stream.actual_end_time) return 0;
    return std::chrono::ceil<std::chrono::minutes>(*row.stream.actual_end_time -
                                                   *row.stream.actual_start_time)
        .count();
}

/// The instructor's numbers of a class, from its row and from what is live now.
inline wire::Statistics statistics_of(const domain::StudioClass& row, const store::Totals& totals,
                                      const LiveFigures& figures) {
    const domain::HostingCost cost{(totals.delivered_seconds + 30) / 60, stored_minutes(row)};
    const bool metered = domain::media_capabilities(row.ingest.playback.backend).metered;
    return {.enrollments = row.stream.total_enrollments,
            .revenue = totals.revenue,
            .viewers = figures.viewers,
            .max_viewers = row.stream.max_viewers,
            .media_health = figures.media_health,
            .delivered_minutes = cost.delivered_minutes,
            .stored_minutes = cost.stored_minutes,
            .hosting_cost = metered ? cost.total() : 0,
            .upload_progress = figures.upload_progress,
            .replay_progress = figures.replay_progress};
}

/// The instructor's numbers of all classes together.
inline wire::StudioTotals studio_totals(const std::vector<store::StatusTotals>& states) {
    wire::StudioTotals all;
    for (const store::StatusTotals& state : states) {
        all.classes += state.classes;
        all.enrollments += state.enrollments;
        all.revenue += state.revenue;
        all.replays += state.replays;
        switch (state.status) {
            case domain::StreamStatus::Live: all.live += state.classes; break;
            case domain::StreamStatus::Scheduled: all.planned += state.classes; break;
            case domain::StreamStatus::Ended:
            case domain::StreamStatus::Cancelled: all.past += state.classes; continue;
        }
        all.enrolled_ahead += state.enrollments;
    }
    return all;
}

}  // namespace lsl::services
