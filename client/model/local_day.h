#pragma once

#include <string>
#include <string_view>

namespace lsl::model {

// Days as fields write them, "2026-11-28" and "2026-11-28T18:30": of the person's own calendar, so
// that what is a day later is so also when the clocks are set in that night.

/// "2026-11-28"
std::string day_of_field(std::string_view field);
/// Where the day begins and ends, as a field writes it.
std::string start_of_day(std::string_view field);
std::string end_of_day(std::string_view field);
/// The same text so many days later; what stands behind the day stays. A text that is no day is
/// given back.
std::string days_later(std::string_view field, int days);

}  // namespace lsl::model
