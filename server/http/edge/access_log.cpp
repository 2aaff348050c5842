#include "server/http/edge/access_log.h"

#include <fmt/format.h>
#include <unistd.h>

namespace lsl::http {
namespace {

/// Text from outside between quotes: no line break or control character gets into the log.
std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    for (const char c : text.substr(0, 300)) {
        if (c == '"' || c == '\\') out += '\\';
        out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
    }
    return out + '"';
}

}  // namespace

LogSink stderr_log() {
    return [](std::string_view line) {
        const std::string text = std::string(line) + '\n';
        [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text.data(), text.size());
    };
}

std::string access_line(UtcTime now, const Request& request, std::string_view route,
                        const Response& response, std::chrono::microseconds took) {
    std::string line = fmt::format(
        "{} request id={} method={} route={} status={} ms={:.1f} bytes={} from={}", to_iso8601(now),
        request.id, request.method, in_quotes(route), response.status,
        static_cast<double>(took.count()) / 1000.0, response.body_size(), request.client_address);
    if (!response.log_detail.empty()) line += " detail=" + in_quotes(response.log_detail);
    return line;
}

}  // namespace lsl::http
