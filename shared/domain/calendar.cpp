#include "shared/domain/calendar.h"

#include "shared/domain/text_rules.h"

namespace lsl::domain {

namespace {

constexpr std::size_t max_line_octets = 75;  // RFC 5545 3.1, without the line break

/// RFC 5545 3.3.5, form 2: "20261122T093804Z".
std::string utc_stamp(UtcTime time) {
    std::string stamp;
    for (const char c : to_iso8601(time)) {
        if (c == '.') break;
        if (c != '-' && c != ':') stamp += c;
    }
    return stamp + 'Z';
}

/// RFC 5545 3.3.11. A carriage return is dropped: with its newline it is one line break.
std::string escaped_text(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        switch (c) {
            case '\\':
            case ';':
            case ',':
                escaped += '\\';
                escaped += c;
                break;
            case '\n': escaped += "\\n"; break;
            case '\r': break;
            default:
                if (static_cast<unsigned char>(c) >= 0x20 || c == '\t') escaped += c;
        }
    }
    return escaped;
}

/// Appends a content line, folded at 75 octets and never inside a UTF-8 sequence (3.1).
void append_line(std::string& file, std::string_view line) {
    std::size_t room = max_line_octets;
    while (line.size() > room) {
        std::size_t cut = room;
        while (cut > 0 && (static_cast<unsigned char>(line[cut]) & 0xC0u) == 0x80u) --cut;
        if (cut == 0) cut = room;  // not UTF-8: fold anywhere rather than never
        file += line.substr(0, cut);
        file += "\r\n ";
        line.remove_prefix(cut);
        room = max_line_octets - 1;  // the continuation's space counts
    }
    file += line;
    file += "\r\n";
}

/// A parameter's value (3.2), which has no escapes: quotes and controls go.
std::string quoted_value(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') {
            quoted += '\'';
        } else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) {
            quoted += c;
        }
    }
    return quoted + '"';
}

std::string named(std::string_view property, std::string_view name, std::string_view address) {
    std::string line(property);
    if (!name.empty()) line += ";CN=" + quoted_value(name);
    return line + ":mailto:" + std::string(address);
}

enum class Alarm { None, AnHourBefore };

/// What an event of a mail has beside those of files.
struct Invitation {
    CalendarMethod method;
    const CalendarParties& parties;
    UtcTime now;
};

void begin_calendar(std::string& file) {
    append_line(file, "BEGIN:VCALENDAR");
    append_line(file, "VERSION:2.0");
    append_line(file, "PRODID:-//LeanSporty//Live classes//EN");
    append_line(file, "CALSCALE:GREGORIAN");
}

void append_alarm(std::string& file, const Stream& stream) {
    append_line(file, "BEGIN:VALARM");
    append_line(file, "ACTION:DISPLAY");
    append_line(file, "DESCRIPTION:" + escaped_text(stream.title));
    append_line(file, "TRIGGER:-PT1H");
    append_line(file, "END:VALARM");
}

void append_parties(std::string& file, const CalendarParties& parties) {
    append_line(file, named("ORGANIZER", parties.organizer_name, parties.organizer_address));
    append_line(file, named("ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE",
                            parties.attendee_name, parties.attendee_address));
}

void append_event(std::string& file, const Stream& stream, const CalendarStamp& stamp,
                  std::string_view watch_url, Alarm alarm, const Invitation* invitation = nullptr) {
    // A calendar shows the plan: a class that began late doesn't move in people's diaries.
    const UtcTime begin = stream.scheduled_start_time;
    const UtcTime end = begin + std::chrono::seconds(stream.scheduled_duration_seconds);

    std::string description = stream.description;
    if (!description.empty()) description += "\n\n";
    if (!stream.instructor_name.empty()) description += "With " + stream.instructor_name + "\n";
    description += "Watch: " + std::string(watch_url);

    append_line(file, "BEGIN:VEVENT");
    append_line(file, "UID:" + stream.id.to_string());
    append_line(file, "DTSTAMP:" + utc_stamp(invitation ? invitation->now : stamp.changed_at));
    append_line(file, "CREATED:" + utc_stamp(stream.created_at));
    append_line(file, "LAST-MODIFIED:" + utc_stamp(stamp.changed_at));
    append_line(file, "SEQUENCE:" + std::to_string(stamp.sequence));
    append_line(file, "DTSTART:" + utc_stamp(begin));
    append_line(file, "DTEND:" + utc_stamp(end));
    append_line(file, "SUMMARY:" + escaped_text(stream.title));
    append_line(file, "DESCRIPTION:" + escaped_text(description));
    append_line(file, "LOCATION:" + escaped_text(watch_url));
    append_line(file, "URL:" + std::string(watch_url));
    const bool cancelled = invitation ? invitation->method == CalendarMethod::Cancel
                                      : stream.status == StreamStatus::Cancelled;
    append_line(file, cancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
    if (invitation) append_parties(file, invitation->parties);
    if (alarm != Alarm::None) append_alarm(file, stream);
    append_line(file, "END:VEVENT");
}

bool is_unsafe_in_file_name(unsigned char c) {
    return c < 0x20 || c == 0x7F ||
           std::string_view("/\\:*?\"<>|%").find(static_cast<char>(c)) != std::string_view::npos;
}

/// Bidirectional controls (U+200E, U+200F, U+202A–202E, U+2066–2069) disguise file names.
bool starts_with_bidi_control(std::string_view rest) {
    if (rest.size() < 3 || rest[0] != '\xE2') return false;
    const auto b1 = static_cast<unsigned char>(rest[1]);
    const auto b2 = static_cast<unsigned char>(rest[2]);
    return (b1 == 0x80 && (b2 == 0x8E || b2 == 0x8F || (b2 >= 0xAA && b2 <= 0xAE))) ||
           (b1 == 0x81 && b2 >= 0xA6 && b2 <= 0xA9);
}

std::string safe_stem(std::string_view title) {
    static constexpr std::size_t max_stem_octets = 120;
    std::string stem;
    while (!title.empty()) {
        if (starts_with_bidi_control(title)) {
            title.remove_prefix(3);
            continue;
        }
        std::size_t length = 1;
        while (length < title.size() &&
               (static_cast<unsigned char>(title[length]) & 0xC0u) == 0x80u)
            ++length;
        if (stem.size() + length > max_stem_octets) break;
        if (length > 1) {
            stem += title.substr(0, length);
        } else {
            stem += is_unsafe_in_file_name(static_cast<unsigned char>(title[0])) ? ' ' : title[0];
        }
        title.remove_prefix(length);
    }
    while (stem.starts_with('.') || stem.starts_with(' ')) stem.erase(0, 1);
    stem = trimmed(stem);
    return stem.empty() ? "class" : stem;
}

}  // namespace

std::string generate_ics(const Stream& stream, const CalendarStamp& stamp,
                         std::string_view watch_url) {
    std::string file;
    begin_calendar(file);
    append_event(file, stream, stamp, watch_url, Alarm::AnHourBefore);
    append_line(file, "END:VCALENDAR");
    return file;
}

std::string generate_invitation(const Stream& stream, const CalendarStamp& stamp,
                                std::string_view watch_url, CalendarMethod method,
                                const CalendarParties& parties, UtcTime now) {
    std::string file;
    begin_calendar(file);
    append_line(file, "METHOD:" + std::string(enum_name(method)));
    const Invitation invitation{method, parties, now};
    append_event(file, stream, stamp, watch_url, Alarm::None, &invitation);
    append_line(file, "END:VCALENDAR");
    return file;
}

std::string generate_calendar(std::span<const CalendarEntry> entries, std::string_view name) {
    std::string file;
    begin_calendar(file);
    append_line(file, "NAME:" + escaped_text(name));
    append_line(file, "X-WR-CALNAME:" + escaped_text(name));
    append_line(file, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    append_line(file, "X-PUBLISHED-TTL:PT1H");
    for (const CalendarEntry& entry : entries) {
        append_event(file, entry.stream, entry.stamp, entry.watch_url, Alarm::None);
    }
    append_line(file, "END:VCALENDAR");
    return file;
}

std::string calendar_file_name(std::string_view title) { return safe_stem(title) + ".ics"; }

std::string calendar_disposition(std::string_view title) {
    const std::string stem = safe_stem(title);
    std::string ascii;
    std::string encoded;
    static constexpr char digits[] = "0123456789ABCDEF";
    for (const char c : stem) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                           (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' ||
                           byte == '.';
        if (plain || byte == ' ') ascii += c;
        if (plain) {
            encoded += c;
        } else {
            encoded += '%';
            encoded += digits[byte >> 4];
            encoded += digits[byte & 15];
        }
    }
    ascii = trimmed(ascii);
    if (ascii.empty()) ascii = "class";
    return "attachment; filename=\"" + ascii + ".ics\"; filename*=UTF-8''" + encoded + ".ics";
}

}  // namespace lsl::domain
