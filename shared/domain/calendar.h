#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "shared/domain/calendar_stamp.h"
#include "shared/domain/stream.h"

namespace lsl::domain {

/// The class as an iCalendar file (RFC 5545) with a one-hour alarm: a plain download or feed
/// entry, so without METHOD. URL and LOCATION are the watch page. The same bytes until the class
/// changes; a cancelled class says STATUS:CANCELLED.
std::string generate_ics(const Stream& stream, const CalendarStamp& stamp,
                         std::string_view watch_url);

/// What an invitation asks of a calendar (RFC 5546).
enum class CalendarMethod : std::uint8_t { Request, Cancel };
constexpr std::string_view enum_name(CalendarMethod method) {
    return method == CalendarMethod::Request ? "REQUEST" : "CANCEL";
}
/// Who invites, and whom. Names may be empty.
struct CalendarParties {
    std::string_view organizer_name, organizer_address;
    std::string_view attendee_name, attendee_address;
};

/// The class as mails carry it (iTIP, RFC 5546): calendars take it in by themselves, for its UID
/// and SEQUENCE are those of download and feed. Nobody is asked to answer. `now` is DTSTAMP, which
/// decides between two of one SEQUENCE.
std::string generate_invitation(const Stream& stream, const CalendarStamp& stamp,
                                std::string_view watch_url, CalendarMethod method,
                                const CalendarParties& parties, UtcTime now);

/// A class in a calendar of many.
struct CalendarEntry {
    Stream stream;
    CalendarStamp stamp;
    std::string watch_url;
};

/// Classes as one calendar that programs fetch again and again (RFC 5545, 7986): each with the UID
/// and SEQUENCE of its file, without alarms, which are the reader's own affair. The same bytes
/// until a class changes.
std::string generate_calendar(std::span<const CalendarEntry> entries, std::string_view name);

/// Value of Content-Disposition for the download (RFC 6266): an ASCII name and the real one in
/// UTF-8, both without characters that file systems refuse.
std::string calendar_disposition(std::string_view title);
/// The real one alone, e.g. "Salsa Basics.ics".
std::string calendar_file_name(std::string_view title);

}  // namespace lsl::domain
