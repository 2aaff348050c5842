#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "shared/base/result.h"
#include "tests/fakes/cloudflare/http_message.h"

namespace lsl::fakes {

/// cpp-httplib's server behind values; on 127.0.0.1 alone. The destructor ends every request.
class HttpEdge {
  public:
    /// With TLS when `cert_file` is not empty. The handler is called from many threads.
    static Result<std::unique_ptr<HttpEdge>> start(std::uint16_t port,
                                                   const std::filesystem::path& cert_file,
                                                   const std::filesystem::path& key_file,
                                                   HttpHandler handler);
    virtual ~HttpEdge() = default;
    virtual std::string url() const = 0;
};

/// The status of a POST, 0 when nobody answered in 5 seconds.
int post(const std::string& url, const Headers& headers, const std::string& body);

}  // namespace lsl::fakes
