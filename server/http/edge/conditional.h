#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "server/http/edge/message.h"

namespace lsl::http {

/// A strong entity tag of a text, with its quotes.
std::string etag_of(std::string_view text);

/// True when If-None-Match names this entity (weak comparison, RFC 9110 13.1.2).
bool has_current(const Request& request, std::string_view etag);

/// False when If-Match is given and names only other entities (strong comparison, RFC 9110 13.1.1).
bool is_wanted(const Request& request, std::string_view etag);

/// 304 without a body when the client has this answer already; else the answer as it is.
Response unless_current(const Request& request, Response response);

struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t length = 0;
};
enum class RangeVerdict { Whole, Part, Unsatisfiable };

/// Range (RFC 9110 14.2; the unit's name knows no case, 14.1) over `size` bytes. One range is
/// served; several, or text that is no byte range, give the whole, as the RFC allows. If-Range of
/// another entity gives the whole too.
RangeVerdict requested_range(const Request& request, std::uint64_t size, std::string_view etag,
                             ByteRange& range);

/// A file with ranges, entity tag and conditions, 412 among their answers; `response` brings status
/// 200 and its headers.
Response file_response(const Request& request, const std::filesystem::path& path,
                       std::uint64_t size, std::string etag, Response response);

}  // namespace lsl::http
