#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/time.h"

namespace lsl::model {

enum class TimeStyle : std::uint8_t {
    Day,       ///< "Today 18:30", "Tomorrow 07:00", "Tue 20:00", later "28 Nov, 10:00"
    Clock,     ///< "18:30"
    Date,      ///< "28 Nov 2026"
    DateTime,  ///< "Sat 28 Nov 2026, 10:00"
    Relative,  ///< "12 min ago", "in 5 days"
    DayName,   ///< "Today", "Tomorrow", "Tuesday", later "28 November"
    Weekday,   ///< "Sat 28 Nov"
};

/// Times and numbers in the person's language and zone. The browser knows them.
class Words {
  public:
    virtual ~Words() = default;

    virtual std::string time(UtcTime time, TimeStyle style) const = 0;
    virtual std::string number(double value, int decimals = 0) const = 0;
    /// "one", "few", … : which form of a word goes with the number.
    virtual std::string_view plural(std::int64_t number) const = 0;
    virtual std::string span(std::chrono::seconds span) const = 0;  ///< "6 days, 4 hr"
    /// The value of a datetime-local field, and back.
    virtual std::string field_from_time(UtcTime time) const = 0;
    virtual std::optional<UtcTime> time_from_field(std::string_view text) const = 0;
    /// When the day of `time` is over where the person is. Cheap for a day asked for before.
    virtual UtcTime end_of_day(UtcTime time) const = 0;
};

}  // namespace lsl::model
