#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/time.h"

namespace date {
class time_zone;
}

namespace lsl::services {

/// A zone of the IANA database, as this machine has it: how far its clocks are ahead of UTC. A
/// value, UTC by default; any thread may use it.
class TimeZone {
  public:
    TimeZone() = default;
    /// By its name, "Europe/Zagreb". Nothing for a name that is none, or when the machine does not
    /// know it.
    static std::optional<TimeZone> find(std::string_view name);

    std::chrono::seconds ahead_of_utc(UtcTime time) const;
    /// 0 … 1439.
    std::int64_t minute_of_day(UtcTime time) const;
    /// "2026-11-28 18:30", as clocks there show it.
    std::string clock_at(UtcTime time) const;

  private:
    const date::time_zone* zone_ = nullptr;  ///< of the program's one database; null: UTC
};

}  // namespace lsl::services
