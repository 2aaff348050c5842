#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "server/http/message.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace lsl::http {

/// What answers requests; called on many threads at once.
class RequestHandler {
  public:
    virtual ~RequestHandler() = default;
    virtual Response handle(Request& request, const BodyReader& read_body) = 0;
    /// The answer to bytes that are no acceptable request: 400, 413, 414, 416.
    virtual Response refuse(int status) = 0;
};

struct HttpServerOptions {
    std::string host = "127.0.0.1";
    std::uint16_t port = 0;                              ///< 0 = any free port
    std::string tls_cert_file, tls_key_file;             ///< both empty: plain HTTP
    std::chrono::milliseconds request_deadline{30'000};  ///< first byte to end of body
    std::chrono::milliseconds idle_timeout{20'000};      ///< between requests of a connection
    std::chrono::milliseconds write_timeout{20'000};     ///< without any progress
    std::size_t most_connections = 4096;
};

/// HTTP/1.1 over TCP or TLS: the only place that knows cpp-httplib. A thread per open connection.
class HttpServer {
  public:
    /// Binds; connections wait until `serve`. Unavailable when the port is taken or the
    /// certificate cannot be used.
    static Result<std::unique_ptr<HttpServer>> bind(const HttpServerOptions& options,
                                                    const Clock& clock);
    virtual ~HttpServer() = default;

    virtual std::uint16_t port() const = 0;
    /// Starts to answer, on threads of its own.
    virtual void serve(RequestHandler& handler) = 0;
    /// Takes no new requests, lets answers under way finish, ends downloads and connections. A
    /// LiveBody has to be ended by its owner before. Returns when all threads are gone.
    virtual void stop() = 0;
    virtual std::size_t connections() const = 0;
};

}  // namespace lsl::http
