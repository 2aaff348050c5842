#pragma once

#include <cstdint>

#include "shared/base/time.h"

namespace lsl::domain {

/// By what a calendar knows whether its copy of a class is the newest (RFC 5545 3.8.7).
struct CalendarStamp {
    std::int64_t sequence = 0;  ///< SEQUENCE
    UtcTime changed_at;         ///< DTSTAMP and LAST-MODIFIED: stable between downloads

    /// Something that calendars show is different from now on.
    void move_on(UtcTime now) {
        sequence += 1;
        changed_at = now;
    }
};

}  // namespace lsl::domain
