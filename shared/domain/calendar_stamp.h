#pragma once

#include <cstdint>

#include "shared/base/time.h"

namespace lsl::domain {

/// By what a calendar knows whether its copy of a class is the newest (RFC 5545 3.8.7).
struct CalendarStamp {
    /// SEQUENCE. It grows when time, duration or state change (RFC 5546 2.1.4): with another number
    /// a calendar asks its owner again.
    std::int64_t sequence = 0;
    UtcTime changed_at;  ///< DTSTAMP and LAST-MODIFIED: stable between downloads

    /// The class takes place at another time, for another while, or no more.
    void move_on(UtcTime now) {
        sequence += 1;
        changed_at = now;
    }
    /// Words about it changed, and nobody's plans.
    void reword(UtcTime now) { changed_at = now; }
};

}  // namespace lsl::domain
