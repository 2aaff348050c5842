// Names, subjects and texts that people chose, in a mail: whatever they are, the mail has the
// headers that it is given and no others, and lines that every server takes.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "server/mail/message.h"

namespace {

using namespace lsl;

constexpr std::size_t longest_line = 998;  // RFC 5322 2.1.1

/// The next part, which ends at a NUL.
std::string_view take(std::string_view& rest) {
    const std::size_t end = std::min(rest.find('\0'), rest.size());
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
}

void require(bool holds) {
    if (!holds) std::abort();
}

void check_head(std::string_view head) {
    constexpr std::array<std::string_view, 9> names{
        "From",           "To",           "Subject",     "Date", "Message-ID", "Content-Language",
        "Auto-Submitted", "MIME-Version", "Content-Type"};
    std::size_t headers = 0;
    while (!head.empty()) {
        const std::string_view line = head.substr(0, head.find("\r\n"));
        head.remove_prefix(line.size() + 2);
        if (line.starts_with(' ')) continue;  // goes on with the one before
        require(headers < names.size());
        require(line.substr(0, line.find(':')) == names[headers]);
        ++headers;
    }
    require(headers == names.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    mail::Message message;
    message.from = {std::string(take(rest)), "studio@example.com"};
    message.to = {std::string(take(rest)), std::string(take(rest))};
    message.subject = take(rest);
    message.text = take(rest);
    message.html = rest;
    message.language = "en";
    message.message_id = "1@example.com";
    const auto mime = mail::to_mime(message);
    if (!mime) return 0;

    std::string_view text(*mime);
    require(text.find('\0') == text.npos);
    check_head(text.substr(0, text.find("\r\n\r\n") + 2));
    while (!text.empty()) {
        const std::size_t end = text.find("\r\n");
        require(end != text.npos && end <= longest_line);
        const std::string_view line = text.substr(0, end);
        require(line.find_first_of("\r\n") == line.npos);
        text.remove_prefix(end + 2);
    }
    return 0;
}
