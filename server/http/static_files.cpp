#include "server/http/static_files.h"

#include <algorithm>
#include <charconv>

#include "server/http/conditional.h"

namespace lsl::http {
namespace {

constexpr std::string_view template_path = "/index.html";

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// `;q=0` refuses, everything else is taken as yes: our order decides.
bool is_refused(std::string_view parameters) {
    const std::size_t q = parameters.find("q=");
    if (q == std::string_view::npos) return false;
    const std::string_view value = trimmed(parameters.substr(q + 2));
    return value.find_first_not_of("0.") == std::string_view::npos;
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

StaticFiles::StaticFiles(std::span<const BundledFile> files) {
    for (const BundledFile& file : files) {
        if (file.path == template_path) {
            page_template_ = file.bytes;
            build_ = file.hash.substr(0, 12);
        } else {
            files_.emplace(file.path, &file);
        }
    }
}

const BundledFile* StaticFiles::find(std::string_view path) const {
    const auto found = files_.find(path);
    return found == files_.end() ? nullptr : found->second;
}

Response StaticFiles::respond(const Request& request, const BundledFile& file) const {
    const Encoding encoding = negotiated_encoding(request.header("Accept-Encoding"),
                                                  !file.brotli.empty(), !file.gzip.empty());
    Response response;
    response.add("Content-Type", std::string(file.type));
    std::string etag = "\"" + std::string(file.hash.substr(0, 32));
    response.body = StaticBytes{file.bytes};
    if (encoding == Encoding::Brotli) {
        response.body = StaticBytes{file.brotli};
        response.add("Content-Encoding", "br");
        etag += "-br";
    } else if (encoding == Encoding::Gzip) {
        response.body = StaticBytes{file.gzip};
        response.add("Content-Encoding", "gzip");
        etag += "-gz";
    }
    response.add("ETag", etag + "\"");
    response.add("Vary", "Accept-Encoding");
    response.add("Cache-Control",
                 file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
    return unless_current(request, std::move(response));
}

}  // namespace lsl::http
