#include "server/http/application.h"

#include <algorithm>
#include <exception>
#include <utility>

#include <fmt/format.h>

#include "server/http/api/access_check.h"
#include "server/http/api/openapi.h"
#include "server/http/api/routes.h"
#include "server/http/edge/compression.h"
#include "server/http/edge/refusals.h"
#include "server/http/edge/security_headers.h"
#include "server/http/metrics/metrics_access.h"
#include "server/http/pages/bundle.h"
#include "shared/domain/permissions.h"

namespace lsl::http {
namespace {

bool is_api(const Request& request) {
    if (request.path.empty()) return false;
    const std::string& first = request.path[0];
    return first == "api" || first == "whip" || first == "whep" || first == "recordings" ||
           first == "thumbnails" || first == "static" || first == "calendar";
}

/// Publish secrets are for the studio; tokens for watching are in answers too short to be packed.
bool may_hold_secret(const Request& request) {
    return request.path.size() > 1 && request.path[0] == "api" &&
           (request.path[1] == "instructor" || request.path[1] == "auth");
}

std::string joined(const std::vector<std::string>& segments) {
    std::string path;
    for (const std::string& segment : segments) path += "/" + segment;
    return path;
}

}  // namespace

Application::Application(const Services& services, ApplicationOptions options)
    : services_(services),
      options_(std::move(options)),
      sessions_(services.accounts, options_.https),
      files_(bundled_files()),
      pages_(services_, sessions_,
             {.public_url = options_.public_url,
              .studio_contact = options_.studio_contact,
              .signup_tokens = options_.signup_tokens,
              .sends_mail = options_.sends_mail,
              .page_template = files_.page_template(),
              .build = files_.build()}) {
    add_api_routes(routes_, services_, sessions_);
    add_event_route(routes_, services_, sessions_, metrics_, options_.version, files_.build());
    add_webrtc_routes(routes_, services_);
    add_file_routes(routes_, services_, sessions_);
    add_job_routes(routes_, services_);
    add_webhook_routes(routes_, services_);
    add_operation_routes();
}

Response Application::handle(Request& request, const BodyReader& read_body) {
    const MonoTime start = services_.clock.mono();
    request.id = fmt::format("{:08x}", ++last_request_);
    request.client_address = client_address(request, options_.trusted_proxy);
    warn_of_unheard_proxy(request);
    std::string route = "-";
    Response response;
    try {
        response = dispatch(request, read_body, route);
    } catch (const std::exception& problem) {
        // The last net: nothing of ours throws, but the standard library may.
        response = failure(internal_error(problem.what()));
    }
    finish(request, response);
    const auto took = services_.clock.mono() - start;
    metrics_.count(request.method, route, response.status, took);
    if (options_.log) {
        options_.log(access_line(services_.clock.utc(), request, route, response, took));
    }
    return response;
}

/// Once: what is wrong stays wrong, and anybody can send the header.
void Application::warn_of_unheard_proxy(const Request& request) {
    if (warned_ || !is_unheard_proxy(request, options_.trusted_proxy)) return;
    if (warned_.exchange(true) || !options_.log) return;
    options_.log(fmt::format(
        "{} warning=\"{} sends X-Forwarded-For but is not in TRUSTED_PROXIES: everybody behind it "
        "counts as one address and shares its limits\"",
        to_iso8601(services_.clock.utc()), request.peer_address));
}

Response Application::refuse(int status) {
    Error error =
        make_error(ErrorCode::Malformed, "malformed_request", "The request is malformed.");
    if (status == 413) {
        error = make_error(ErrorCode::TooLarge, "too_large", "The request's body is too large.");
    }
    Response response = failure(error);
    response.status = status;
    add_security_headers(response, options_.https,
                         options_.media_origin ? options_.media_origin() : std::string());
    metrics_.count("-", "-", status, {});
    return response;
}

Asker Application::identify(Request& request) {
    request.client_address = client_address(request, options_.trusted_proxy);
    return sessions_.asker(request, request.client_address);
}

Response Application::turn_away(Refused why) {
    metrics_.refused(why);
    Response response = failure(refusal_error(why));
    add_security_headers(response, options_.https,
                         options_.media_origin ? options_.media_origin() : std::string());
    metrics_.count("-", "-", response.status, {});
    return response;
}

Response Application::dispatch(Request& request, const BodyReader& read_body, std::string& route) {
    if (const auto framed = check_framing(request); !framed) {
        Response response = failure(framed.error());
        response.close = true;
        return response;
    }
    if (const auto parsed = parse_target(request); !parsed) return failure(parsed.error());

    const Router::Match match = routes_.find(request);
    if (match.route == nullptr) {
        if (match.allow.empty()) {
            if (const BundledFile* file = files_.find(joined(request.path))) {
                route = "static";
                if (request.method == "GET" || request.method == "HEAD") {
                    return files_.respond(request, *file);
                }
            }
            if (!is_api(request)) route = "page";
        }
        return without_route(request, match);
    }
    route = match.route->pattern;
    if (match.route->origins == Origins::Ours) {
        if (const auto ours = check_origin(request, options_.public_url); !ours) {
            return failure(ours.error());
        }
    }
    return call(match, request, read_body);
}

Response Application::call(const Router::Match& match, Request& request,
                           const BodyReader& read_body) {
    const BodyReader read_some = [&](std::size_t most) {
        const bool stranger = request.asker.rank == Rank::Stranger;
        return read_body(stranger ? std::min(most, match.route->most_of_strangers) : most);
    };
    Call call{request, read_some, match.ids, {}};
    if (const auto allowed = check_access(services_, sessions_, *match.route, call); !allowed) {
        Response response = failure(allowed.error());
        const bool by_cron = match.route->rule && match.route->rule->who == api::Who::Cron;
        if (by_cron && response.status == 401) {
            response.add("WWW-Authenticate", "Bearer");
        }
        return response;
    }
    if (const auto allowed = check_writes(*match.route, request); !allowed) {
        return failure(allowed.error());
    }
    return match.route->handler(call);
}

/// WHIP and WHEP, which take no cookies, have rates of their own; leaving is always possible.
Result<void> Application::check_writes(const Route& route, const Request& request) {
    if (request.is_safe() || request.asker.rank == Rank::Stranger ||
        route.origins == Origins::Any || route.pattern.ends_with("/logout")) {
        return {};
    }
    auto allowed = services_.writes.take(request.asker.key);
    if (!allowed) metrics_.refused(Refused::WritesOfPerson);
    return allowed;
}

Response Application::without_route(const Request& request, const Router::Match& match) const {
    std::vector<std::string> allow = match.allow;
    if (allow.empty() && is_api(request)) return failure(not_found("There is no such address."));
    if (allow.empty()) {
        if (request.method == "GET" || request.method == "HEAD") return pages_.respond(request);
        allow = {"GET", "HEAD"};
    }
    allow.emplace_back("OPTIONS");
    std::string methods;
    for (const std::string& method : allow) methods += (methods.empty() ? "" : ", ") + method;

    Response response;
    if (request.method == "OPTIONS") {
        response.status = 204;
    } else {
        response = failure(make_error(ErrorCode::InvalidInput, "method_not_allowed",
                                      "This address does not take " + request.method + "."));
    }
    response.add("Allow", methods);
    return response;
}

void Application::add_operation_routes() {
    routes_.add({"GET", "/healthz", [this](Call&) {
                     return json_response(
                         200,
                         fmt::format("{{\"status\":\"ok\",\"version\":\"{}\"}}", options_.version));
                 }});
    routes_.add(
        {"GET", "/api/openapi.json", [this](Call&) {
             return json_response(
                 200, openapi_document(routes_, sessions_, options_.version, options_.public_url));
         }});
    routes_.add({"GET", "/metrics", [this](Call& call) {
                     return slowing_guesses(services_.limits, call.request, metrics(call.request));
                 }});
}

Response Application::metrics(const Request& request) const {
    if (!may_read_metrics(request, options_.metrics_token)) {
        Response response = failure(make_error(
            ErrorCode::Unauthenticated, "unauthenticated",
            "Figures are told on the server's own machine, or by METRICS_TOKEN as Bearer."));
        response.add("WWW-Authenticate", "Bearer");
        return response;
    }
    Gauges gauges;
    gauges.event_connections = services_.seats.taken();
    gauges.listeners_dropped = services_.events.dropped_count() +
                               (options_.listeners_too_slow ? options_.listeners_too_slow() : 0);
    gauges.connections = options_.connections ? options_.connections() : 0;
    gauges.connections_ended = options_.connections_ended ? options_.connections_ended() : 0;
    if (options_.media_stats) gauges.media = options_.media_stats();
    if (options_.recorder_load) gauges.recorder = options_.recorder_load();
    if (const auto off = services_.jobs.clock_doubt()) {
        gauges.clock_in_doubt = true;
        gauges.clock_ahead_s = off->count();
    }
    gauges.jobs_held = services_.jobs.steps_held();
    gauges.version = options_.version;
    return text_response(200, "text/plain; version=0.0.4; charset=utf-8", metrics_.text(gauges));
}

void Application::finish(const Request& request, Response& response) const {
    if (!may_hold_secret(request)) compress(request, response);
    add_security_headers(response, options_.https,
                         options_.media_origin ? options_.media_origin() : std::string());
    // What says nothing else may be personal.
    if (response.header("Cache-Control").empty()) response.add("Cache-Control", "no-store");
    response.set("Date", http_date(services_.clock.utc()));
    if (response.status >= 500) response.set("X-Request-Id", request.id);
}

}  // namespace lsl::http
