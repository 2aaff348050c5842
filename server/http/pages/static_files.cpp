#include "server/http/pages/static_files.h"

#include "server/http/edge/compression.h"
#include "server/http/edge/conditional.h"

namespace lsl::http {
namespace {

constexpr std::string_view template_path = "/index.html";

}  // namespace

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
