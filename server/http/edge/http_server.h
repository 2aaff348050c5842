#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "server/http/edge/asker.h"
#include "server/http/edge/connections/byte_budget.h"
#include "server/http/edge/connections/connection_room.h"
#include "server/http/edge/message.h"
#include "server/http/edge/refused.h"
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
    /// Who asks, by the head alone; fills in `client_address`.
    virtual Asker identify(Request& request) = 0;
    /// The answer to a request, or the farewell to a connection, for which there is no room.
    virtual Response turn_away(Refused why) = 0;
};

struct HttpServerOptions {
    std::string host = "127.0.0.1";
    std::uint16_t port = 0;                              ///< 0 = any free port
    std::string tls_cert_file, tls_key_file;             ///< both empty: plain HTTP
    std::chrono::milliseconds request_deadline{30'000};  ///< first byte to end of body
    std::chrono::milliseconds idle_timeout{20'000};      ///< between requests of a connection
    std::chrono::milliseconds handshake_deadline{10'000};
    std::chrono::milliseconds write_timeout{20'000};  ///< without any progress
    /// An answer may take so long, and longer only as far as its bytes are taken at this rate.
    std::chrono::milliseconds answer_patience{30'000};
    std::size_t least_bytes_per_second = 1000;
    std::size_t largest_head = 32u << 10;
    RoomLimits room;
    ByteLimits bytes;
    /// Peers whose connections carry the requests of many addresses.
    std::function<bool(std::string_view)> is_proxy;
};

/// HTTP/1.1 over TCP or TLS: the only place that knows cpp-httplib. A thread per open connection,
/// except that one thread sends all answers of the kind PushedBody; what one address or person may
/// hold is bounded, see ConnectionRoom and ByteBudget.
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
    /// LiveBody or PushedBody has to be ended by its owner before. Returns when all threads are
    /// gone.
    virtual void stop() = 0;
    virtual std::size_t connections() const = 0;
    /// Connections that were ended to make room for others, since the start.
    virtual std::uint64_t connections_ended() const = 0;
    /// Connections of a PushedBody that were ended because they took nothing, since the start.
    virtual std::uint64_t listeners_too_slow() const = 0;
    /// Reads the certificate's files again, for connections from now on. Unavailable when they are
    /// not usable: then the old ones stay. False: there is no TLS.
    virtual Result<bool> reload_certificate() = 0;
};

}  // namespace lsl::http
