#include "server/mail/message.h"

#include <array>
#include <chrono>

#include <fmt/format.h>

#include "server/mail/encoding.h"
#include "shared/domain/account.h"
#include "shared/domain/text_rules.h"

namespace lsl::mail {
namespace {

/// "Sun, 06 Nov 1994 08:49:37 +0000" (RFC 5322 3.3)
std::string mail_date(UtcTime time) {
    using namespace std::chrono;
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = floor<std::chrono::days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(floor<seconds>(time - day));
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", days[weekday(day).c_encoding()],
                       unsigned(date.day()), months[unsigned(date.month()) - 1], int(date.year()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string written(const Mailbox& box) {
    if (box.name.empty()) return box.address;
    return phrase(box.name) + " <" + box.address + ">";
}

/// Cannot occur in a body: neither quoted-printable nor base64 has "=_".
std::string boundary_of(const Message& message) {
    std::string boundary = "=_";
    for (const char c : message.message_id) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
        if (c == '@' || boundary.size() > 60) break;
        if (plain) boundary += c;
    }
    return boundary;
}

std::string part(const std::string& boundary, std::string_view type, std::string_view text) {
    return "--" + boundary + "\r\nContent-Type: " + std::string(type) +
           "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" +
           quoted_printable(text) + "\r\n";
}

std::string base64_part(const std::string& boundary, const std::string& headers,
                        std::string_view bytes) {
    return "--" + boundary + "\r\n" + headers + "Content-Transfer-Encoding: base64\r\n\r\n" +
           base64_lines(bytes) + "\r\n";
}

/// Text, then HTML, then the calendar: the last is the best (RFC 2046 5.1.4).
std::string alternatives(const Message& message, const std::string& boundary) {
    std::string text = "Content-Type: multipart/alternative;\r\n boundary=\"" + boundary +
                       "\"\r\n\r\n" + part(boundary, "text/plain", message.text) +
                       part(boundary, "text/html", message.html);
    if (message.calendar) {
        text += base64_part(boundary,
                            "Content-Type: text/calendar; charset=utf-8; method=" +
                                message.calendar->method + "\r\n",
                            message.calendar->text);
    }
    return text + "--" + boundary + "--\r\n";
}

/// The calendar twice, as Google's own mails have it: programs that take no calendar in show the
/// file that people can open.
std::string with_calendar_file(const Message& message, const std::string& boundary) {
    const std::string outer = "=_whole-" + boundary.substr(2);
    return "Content-Type: multipart/mixed;\r\n boundary=\"" + outer + "\"\r\n\r\n--" + outer +
           "\r\n" + alternatives(message, boundary) +
           base64_part(outer,
                       "Content-Type: application/ics; name=\"class.ics\"\r\n"
                       "Content-Disposition: attachment; filename=\"class.ics\"\r\n",
                       message.calendar->text) +
           "--" + outer + "--\r\n";
}

}  // namespace

Result<Mailbox> parse_mailbox(std::string_view text) {
    Mailbox box;
    const std::string whole = domain::trimmed(text);
    const auto open = whole.find('<');
    if (open != whole.npos) {
        if (!whole.ends_with('>')) return invalid_field("email", "An address ends with \">\".");
        box.name = domain::trimmed(std::string_view(whole).substr(0, open));
        if (box.name.size() > 1 && box.name.front() == '"' && box.name.back() == '"') {
            box.name = box.name.substr(1, box.name.size() - 2);
        }
        // What is checked without blanks around it is kept without them.
        box.address =
            domain::trimmed(std::string_view(whole).substr(open + 1, whole.size() - open - 2));
    } else {
        box.address = whole;
    }
    LSL_TRY(domain::check_email(box.address));
    if (domain::has_control_characters(box.name, domain::Lines::One)) {
        return invalid_field("email", "The name before the address has controls in it.");
    }
    return box;
}

std::string_view domain_of(std::string_view address) {
    return address.substr(address.find('@') + 1);
}

Result<std::string> to_mime(const Message& message) {
    LSL_TRY(domain::check_email(message.from.address));
    LSL_TRY(domain::check_email(message.to.address));
    const std::string boundary = boundary_of(message);
    std::string text;
    text += LSL_TRY(structured_header_line("From", written(message.from)));
    text += LSL_TRY(structured_header_line("To", written(message.to)));
    text += LSL_TRY(header_line("Subject", message.subject));
    text += LSL_TRY(structured_header_line("Date", mail_date(message.date)));
    text += LSL_TRY(structured_header_line("Message-ID", "<" + message.message_id + ">"));
    text += LSL_TRY(structured_header_line("Content-Language", message.language));
    text += LSL_TRY(structured_header_line("Auto-Submitted", "auto-generated"));
    for (const auto& [name, value] : message.headers) {
        text += LSL_TRY(structured_header_line(name, value));
    }
    text += "MIME-Version: 1.0\r\n";
    return text + (message.calendar ? with_calendar_file(message, boundary)
                                    : alternatives(message, boundary));
}

}  // namespace lsl::mail
