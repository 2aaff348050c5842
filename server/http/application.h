#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "server/http/api/services.h"
#include "server/http/api/sessions.h"
#include "server/http/edge/access_log.h"
#include "server/http/edge/client_address.h"
#include "server/http/edge/http_server.h"
#include "server/http/edge/router.h"
#include "server/http/metrics/metrics.h"
#include "server/http/pages/pages.h"
#include "server/http/pages/static_files.h"

namespace lsl::http {

struct ApplicationOptions {
    std::string public_url;  ///< without a slash at the end
    bool https = false;      ///< Secure cookies, HSTS
    std::string version;
    IsTrustedProxy trusted_proxy;
    LogSink log = stderr_log();
    std::function<std::size_t()> connections;               ///< open ones, for /metrics
    std::function<std::uint64_t()> connections_ended;       ///< to make room for others, likewise
    std::function<std::uint64_t()> listeners_too_slow;      ///< ended for that, likewise
    std::function<media::EngineStats()> media_stats;        ///< likewise
    std::function<recorder::RecorderLoad()> recorder_load;  ///< likewise
    std::string metrics_token;       ///< reads /metrics from elsewhere; empty: nobody does
    std::string studio_contact;      ///< a link, for api::PageData
    std::int64_t signup_tokens = 0;  ///< likewise
    bool sends_mail = false;         ///< likewise
    std::function<std::string()> media_origin;  ///< where hosted media comes from; may be empty
};

/// Every request's way: framing, route, origin, access, handler; then security headers, log and
/// figures. Knows no socket. Thread-safe.
class Application final : public RequestHandler {
  public:
    Application(const Services& services, ApplicationOptions options);

    Response handle(Request& request, const BodyReader& read_body) override;
    Response refuse(int status) override;
    Asker identify(Request& request) override;
    Response turn_away(Refused why) override;

  private:
    void warn_of_unheard_proxy(const Request& request);
    /// The pattern of the route taken, for log and figures.
    Response dispatch(Request& request, const BodyReader& read_body, std::string& route);
    Response call(const Router::Match& match, Request& request, const BodyReader& read_body);
    Response without_route(const Request& request, const Router::Match& match) const;
    Result<void> check_writes(const Route& route, const Request& request);
    void add_operation_routes();
    Response metrics(const Request& request) const;
    void finish(const Request& request, Response& response) const;

    const Services services_;
    const ApplicationOptions options_;
    const Sessions sessions_;
    const StaticFiles files_;
    const Pages pages_;
    mutable Metrics metrics_;
    Router routes_;
    std::atomic<std::uint64_t> last_request_{0};
    std::atomic<bool> warned_{false};  ///< of a proxy that is not trusted
};

}  // namespace lsl::http
