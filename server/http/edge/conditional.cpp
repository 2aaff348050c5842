#include "server/http/edge/conditional.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>
#include <openssl/sha.h>

namespace lsl::http {
namespace {

/// Bare digits; nothing else fits a byte position.
std::optional<std::uint64_t> position(std::string_view text) {
    std::uint64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (text.empty() || error != std::errc() || stop != end) return std::nullopt;
    return value;
}

std::string_view without_weakness(std::string_view etag) {
    return etag.starts_with("W/") ? etag.substr(2) : etag;
}

/// Whether one of the comma-separated tags in headers of that name passes the test.
template <class Test>
bool any_tag(const Request& request, std::string_view name, Test test) {
    for (const Header& header : request.headers) {
        if (!equal_ignoring_case(header.name, name)) continue;
        std::string_view rest = header.value;
        while (!rest.empty()) {
            const std::string_view item = rest.substr(0, rest.find(','));
            rest.remove_prefix(std::min(rest.size(), item.size() + 1));
            if (test(trimmed(item))) return true;
        }
    }
    return false;
}

}  // namespace

std::string etag_of(std::string_view text) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
    std::string etag = "\"";
    for (std::size_t i = 0; i < 16; ++i)
        fmt::format_to(std::back_inserter(etag), "{:02x}", digest[i]);
    return etag + '"';
}

bool has_current(const Request& request, std::string_view etag) {
    return any_tag(request, "If-None-Match", [&](std::string_view tag) {
        return tag == "*" || without_weakness(tag) == without_weakness(etag);
    });
}

bool is_wanted(const Request& request, std::string_view etag) {
    return !request.has_header("If-Match") ||
           any_tag(request, "If-Match",
                   [&](std::string_view tag) { return tag == "*" || tag == etag; });
}

Response unless_current(const Request& request, Response response) {
    const std::string_view etag = response.header("ETag");
    if (response.status != 200 || etag.empty() || !has_current(request, etag)) return response;
    response.status = 304;
    response.body = std::string();
    std::erase_if(response.headers, [](const Header& header) {
        return header.name == "Content-Type" || header.name == "Content-Disposition" ||
               header.name == "Content-Encoding";
    });
    return response;
}

RangeVerdict requested_range(const Request& request, std::uint64_t size, std::string_view etag,
                             ByteRange& range) {
    constexpr std::string_view unit = "bytes=";
    const std::string_view value = request.header("Range");
    if (!equal_ignoring_case(value.substr(0, unit.size()), unit) ||
        request.count_headers("Range") > 1)
        return RangeVerdict::Whole;
    const std::string_view condition = request.header("If-Range");
    if (!condition.empty() && condition != etag) return RangeVerdict::Whole;

    const std::string_view spec = trimmed(value.substr(unit.size()));
    const std::size_t dash = spec.find('-');
    if (dash == std::string_view::npos) return RangeVerdict::Whole;
    const std::string_view from = spec.substr(0, dash), to = spec.substr(dash + 1);
    const auto first = position(from), last = position(to);
    if ((!from.empty() && !first) || (!to.empty() && !last)) return RangeVerdict::Whole;

    if (!first) {  // the last so many bytes
        if (!last) return RangeVerdict::Whole;
        if (*last == 0 || size == 0) return RangeVerdict::Unsatisfiable;
        range.length = std::min(*last, size);
        range.first = size - range.length;
        return RangeVerdict::Part;
    }
    if (last && *last < *first) return RangeVerdict::Whole;
    if (*first >= size) return RangeVerdict::Unsatisfiable;
    range.first = *first;
    range.length = (last ? std::min(*last, size - 1) : size - 1) - *first + 1;
    return RangeVerdict::Part;
}

Response file_response(const Request& request, const std::filesystem::path& path,
                       std::uint64_t size, std::string etag, Response response) {
    response.set("Accept-Ranges", "bytes");
    response.set("ETag", etag);
    response.body = FileSlice{path, 0, size};
    if (!is_wanted(request, etag)) {
        response.status = 412;
        response.body = std::string();
        return response;
    }
    if (has_current(request, etag)) return unless_current(request, std::move(response));

    ByteRange range;
    switch (requested_range(request, size, etag, range)) {
        case RangeVerdict::Whole: break;
        case RangeVerdict::Part:
            response.status = 206;
            response.set("Content-Range", fmt::format("bytes {}-{}/{}", range.first,
                                                      range.first + range.length - 1, size));
            response.body = FileSlice{path, range.first, range.length};
            break;
        case RangeVerdict::Unsatisfiable:
            response.status = 416;
            response.set("Content-Range", fmt::format("bytes */{}", size));
            response.body = std::string();
            break;
    }
    return response;
}

}  // namespace lsl::http
