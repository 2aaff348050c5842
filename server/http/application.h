#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "server/http/access_log.h"
#include "server/http/http_server.h"
#include "server/http/metrics.h"
#include "server/http/pages.h"
#include "server/http/router.h"
#include "server/http/services.h"
#include "server/http/sessions.h"
#include "server/http/static_files.h"

namespace lsl::http {

struct ApplicationOptions {
    std::string public_url;  ///< without a slash at the end
    bool https = false;      ///< Secure cookies, HSTS
    std::string version;
    IsTrustedProxy trusted_proxy;
    LogSink log = stderr_log();
    std::function<std::size_t()> connections;   ///< open ones, for /metrics
    std::function<std::string()> media_origin;  ///< where hosted media comes from; may be empty
};

/// Every request's way: framing, route, origin, access, handler; then security headers, log and
/// figures. Knows no socket. Thread-safe.
class Application final : public RequestHandler {
  public:
    Application(const Services& services, ApplicationOptions options);

    Response handle(Request& request, const BodyReader& read_body) override;
    Response refuse(int status) override;

  private:
    /// The pattern of the route taken, for log and figures.
    Response dispatch(Request& request, const BodyReader& read_body, std::string& route);
    Response call(const Router::Match& match, Request& request, const BodyReader& read_body);
    Result<void> check_access(const Route& route, Call& call) const;
    Response without_route(const Request& request, const Router::Match& match) const;
    void add_operation_routes();
    void finish(const Request& request, Response& response) const;

    const Services services_;
    const ApplicationOptions options_;
    const Sessions sessions_;
    const StaticFiles files_;
    const Pages pages_;
    Metrics metrics_;
    Router routes_;
    std::atomic<std::uint64_t> last_request_{0};
};

}  // namespace lsl::http
