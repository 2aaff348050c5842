#include "server/http/edge/request_rules.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include "shared/domain/text_rules.h"

namespace lsl::http {
namespace {

bool is_alphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool are_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// uri-host [":" port] (RFC 9110 7.2)
bool is_host(std::string_view host) {
    std::string_view name = host;
    if (host.starts_with('[')) {
        const std::size_t end = host.find(']');
        if (end == std::string_view::npos || end < 3) return false;
        for (const char c : host.substr(1, end - 1)) {
            if (!is_alphanumeric(c) && c != ':' && c != '.') return false;
        }
        name = host.substr(end + 1);
        return name.empty() || (name.size() > 1 && name[0] == ':' && are_digits(name.substr(1)));
    }
    const std::size_t colon = host.find(':');
    if (colon != std::string_view::npos) {
        const std::string_view port = host.substr(colon + 1);
        if (port.size() > 5 || !are_digits(port)) return false;
        name = host.substr(0, colon);
    }
    return !name.empty() && name.size() <= 255 && std::all_of(name.begin(), name.end(), [](char c) {
        return is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~';
    });
}

/// Our own pages: PUBLIC_URL, or the very host that the request names (another name of this
/// machine, a test's port). Browsers write Host themselves, so a foreign page cannot borrow it.
bool is_own_origin(const Request& request, std::string_view origin,
                   std::string_view public_origin) {
    if (origin == public_origin) return true;
    const std::string_view scheme = request.secure ? "https://" : "http://";
    return origin.starts_with(scheme) &&
           equal_ignoring_case(origin.substr(scheme.size()), request.header("Host"));
}

/// The value of "\\uXXXX" at the front of a text; nothing when it is none.
std::optional<unsigned> escaped_unit(std::string_view text) {
    if (!text.starts_with("\\u") || text.size() < 6) return std::nullopt;
    unsigned unit = 0;
    const char* end = text.data() + 6;
    const auto read = std::from_chars(text.data() + 2, end, unit, 16);
    if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
    return unit;
}

bool is_high(unsigned unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_low(unsigned unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

}  // namespace

bool has_broken_characters(std::string_view json) {
    if (!domain::is_valid_utf8(json)) return true;
    for (auto at = json.find('\\'); at != json.npos; at = json.find('\\', at)) {
        const auto unit = escaped_unit(json.substr(at));
        if (!unit) {
            at += 2;  // another escape
            continue;
        }
        at += 6;
        if (is_low(*unit)) return true;
        if (!is_high(*unit)) continue;
        const auto next = escaped_unit(json.substr(std::min(at, json.size())));
        if (!next || !is_low(*next)) return true;
        at += 6;
    }
    return false;
}

Error unprintable(std::string_view field) {
    Error error = make_error(ErrorCode::InvalidInput, "message_unprintable",
                             "The text has signs in it that nobody could read.");
    error.field = field;
    return error;
}

Result<void> check_framing(const Request& request) {
    const std::size_t hosts = request.count_headers("Host");
    if (hosts == 0) return malformed_request("The request names no host.");
    if (hosts > 1) return malformed_request("The request names more than one host.");
    if (!is_host(request.header("Host")))
        return malformed_request("The request's host is malformed.");

    const std::size_t lengths = request.count_headers("Content-Length");
    const std::size_t encodings = request.count_headers("Transfer-Encoding");
    if (lengths > 1 || encodings > 1 || (lengths > 0 && encodings > 0)) {
        return malformed_request("The length of the request's body is ambiguous.");
    }
    const std::string_view length = request.header("Content-Length");
    if (lengths > 0 && (length.empty() || length.size() > 18 || !are_digits(length))) {
        return malformed_request("The length of the request's body is malformed.");
    }
    if (encodings > 0 && !equal_ignoring_case(request.header("Transfer-Encoding"), "chunked")) {
        return malformed_request("The request's transfer encoding is not supported.");
    }
    return {};
}

Result<void> check_origin(const Request& request, std::string_view public_origin) {
    if (request.is_safe()) return {};
    const Error foreign = make_error(ErrorCode::Forbidden, "foreign_origin",
                                     "This request came from another site and was not done.");
    if (request.header("Sec-Fetch-Site") == "cross-site") return foreign;
    if (!request.has_header("Origin")) return {};
    if (request.count_headers("Origin") > 1 ||
        !is_own_origin(request, request.header("Origin"), public_origin)) {
        return foreign;
    }
    return {};
}

Result<void> require_content_type(const Request& request, std::string_view type) {
    const std::string_view given = request.header("Content-Type");
    if (equal_ignoring_case(trimmed(given.substr(0, given.find(';'))), type)) return {};
    return make_error(ErrorCode::InvalidInput, "unsupported_media_type",
                      "The request's body has to be " + std::string(type) + ".");
}

Result<void> check_body(const Request& request, std::size_t most) {
    const std::string_view length = request.header("Content-Length");
    if (length.size() > 9 || (!length.empty() && std::stoul(std::string(length)) > most)) {
        return body_too_large();
    }
    if (request.header("Content-Type").starts_with("multipart/")) {
        return make_error(ErrorCode::InvalidInput, "unsupported_media_type",
                          "Forms in several parts are not understood here.");
    }
    if (request.has_header("Content-Encoding")) {
        return make_error(ErrorCode::InvalidInput, "unsupported_media_type",
                          "Compressed bodies are not understood here.");
    }
    return {};
}

Error body_too_large() {
    return make_error(ErrorCode::TooLarge, "too_large", "The request's body is too large.");
}

}  // namespace lsl::http
