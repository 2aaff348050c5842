#pragma once

#include <cstdint>
#include <string_view>

#include "shared/wire/rows.h"

// What GET /api/events sends: `event:` is one of the names below, `data:` the JSON of its struct.

namespace lsl::wire {

/// A class was created or changed (status, counts, replay): the whole public row.
struct StreamChanged {
    static constexpr std::string_view name = "stream";
    PublicStream stream;
};

/// To its viewer alone: enrolled, access changed.
struct EnrollmentChanged {
    static constexpr std::string_view name = "enrollment";
    EnrollmentRow enrollment;
};

/// To its viewer alone: an enrollment is gone (withdrawn, refunded).
struct EnrollmentGone {
    static constexpr std::string_view name = "enrollment_gone";
    StreamId stream_id;
};

/// To its viewer alone.
struct WalletChanged {
    static constexpr std::string_view name = "wallet";
    std::int64_t balance = 0;
};

/// To instructors: statistics and media health of a class.
struct StatisticsChanged {
    static constexpr std::string_view name = "statistics";
    StreamId stream_id;
    Statistics statistics;
};

void describe(Archive& a, StreamChanged& event);
void describe(Archive& a, EnrollmentChanged& event);
void describe(Archive& a, EnrollmentGone& event);
void describe(Archive& a, WalletChanged& event);
void describe(Archive& a, StatisticsChanged& event);

}  // namespace lsl::wire
