#pragma once

#include <cstdint>

#include "server/services/media_backend.h"
#include "shared/wire/rows.h"

namespace lsl::services {

/// The instructor's numbers of a class, from its row and from what is live now.
inline wire::Statistics statistics_of(const domain::Stream& stream, std::int64_t revenue,
                                      const LiveFigures& figures) {
    return {.enrollments = stream.total_enrollments,
            .revenue = revenue,
            .viewers = figures.viewers,
            .max_viewers = stream.max_viewers,
            .media_health = figures.media_health};
}

/// A class as anybody may see it.
inline wire::PublicStream public_row(domain::Stream stream, const LiveFigures& figures) {
    return {.stream = std::move(stream), .viewers = figures.viewers};
}

}  // namespace lsl::services
