#include "server/http/edge/compression.h"

#include <algorithm>
#include <string>
#include <utility>

#include <zlib.h>

namespace lsl::http {
namespace {

/// Shorter texts fit into one packet anyway.
constexpr std::size_t shortest_worth_it = 1024;
constexpr int level = 5;
constexpr int window_of_gzip = 15 + 16;  // zlib's manual, deflateInit2: 16 makes it gzip
constexpr int memory_level = 8;

/// `;q=0` refuses, everything else is taken as yes: our order decides.
bool is_refused(std::string_view parameters) {
    const std::size_t q = parameters.find("q=");
    if (q == std::string_view::npos) return false;
    const std::string_view value = trimmed(parameters.substr(q + 2));
    return value.find_first_not_of("0.") == std::string_view::npos;
}

bool is_text(std::string_view type) {
    return type.starts_with("text/html") || type.starts_with("application/json");
}

/// Nothing where zlib finds no memory.
std::string gzipped(std::string_view text) {
    z_stream stream{};
    if (deflateInit2(&stream, level, Z_DEFLATED, window_of_gzip, memory_level,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
        return {};
    }
    std::string out(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int result = deflate(&stream, Z_FINISH);
    out.resize(result == Z_STREAM_END ? stream.total_out : 0);
    deflateEnd(&stream);
    return out;
}

/// Two representations have no strong tag in common (RFC 9110 8.8.3).
void weaken_tag(Response& response) {
    std::string tag(response.header("ETag"));
    if (!tag.empty() && !tag.starts_with("W/")) response.set("ETag", "W/" + tag);
}

}  // namespace

Encoding negotiated_encoding(std::string_view accept_encoding, bool has_brotli, bool has_gzip) {
    bool brotli = false, gzip = false;
    while (!accept_encoding.empty()) {
        const std::string_view item = accept_encoding.substr(0, accept_encoding.find(','));
        accept_encoding.remove_prefix(std::min(accept_encoding.size(), item.size() + 1));
        const std::size_t semicolon = item.find(';');
        const std::string_view name = trimmed(item.substr(0, semicolon));
        if (semicolon != std::string_view::npos && is_refused(item.substr(semicolon))) continue;
        brotli = brotli || equal_ignoring_case(name, "br");
        gzip = gzip || equal_ignoring_case(name, "gzip");
    }
    if (brotli && has_brotli) return Encoding::Brotli;
    return gzip && has_gzip ? Encoding::Gzip : Encoding::Identity;
}

void compress(const Request& request, Response& response) {
    auto* text = std::get_if<std::string>(&response.body);
    if (text == nullptr || !is_text(response.header("Content-Type"))) return;
    std::string vary(response.header("Vary"));
    response.set("Vary", vary.empty() ? "Accept-Encoding" : vary + ", Accept-Encoding");
    if (response.status != 200 || text->size() < shortest_worth_it ||
        negotiated_encoding(request.header("Accept-Encoding"), false, true) != Encoding::Gzip) {
        return;
    }
    std::string packed = gzipped(*text);
    if (packed.empty() || packed.size() >= text->size()) return;
    *text = std::move(packed);
    response.add("Content-Encoding", "gzip");
    weaken_tag(response);
}

}  // namespace lsl::http
