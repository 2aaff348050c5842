#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::mail {

struct Mailbox {
    std::string name;     ///< may be empty
    std::string address;  ///< "ana@example.com"
};

/// "ana@example.com" or "Ana <ana@example.com>". InvalidInput `email` for anything else.
Result<Mailbox> parse_mailbox(std::string_view text);
/// "example.com" of an address.
std::string_view domain_of(std::string_view address);

/// A class for the reader's calendar, which takes it in by itself (RFC 6047).
struct CalendarPart {
    std::string text;    ///< a whole iCalendar file
    std::string method;  ///< its METHOD: calendars want it in the part's type, too
};

struct Message {
    Mailbox from, to;
    std::string subject;
    std::string text;        ///< for those who read no HTML; the same in other clothes
    std::string html;        ///< whole document
    std::string language;    ///< "en"
    std::string message_id;  ///< "id@domain", the same at each attempt
    UtcTime date;
    std::vector<std::pair<std::string, std::string>> headers;  ///< beside the usual ones
    std::optional<CalendarPart> calendar;
};

/// The message as it is handed to a mail server (RFC 5322, MIME), with CRLF and pure ASCII but for
/// an address that is not. InvalidInput `mail_header` when a header would not stay one.
Result<std::string> to_mime(const Message& message);

}  // namespace lsl::mail
