#include "server/http/application.h"

#include <exception>
#include <utility>

#include <fmt/format.h>

#include "server/http/bundle.h"
#include "server/http/refusals.h"
#include "server/http/routes.h"
#include "server/http/security_headers.h"

namespace lsl::http {
namespace {

bool is_api(const Request& request) {
    if (request.path.empty()) return false;
    const std::string& first = request.path[0];
    return first == "api" || first == "whip" || first == "whep" || first == "recordings" ||
           first == "thumbnails" || first == "static";
}

std::string joined(const std::vector<std::string>& segments) {
    std::string path;
    for (const std::string& segment : segments) path += "/" + segment;
    return path;
}

Error log_in_first() {
    return make_error(ErrorCode::Unauthenticated, "unauthenticated", "Sign in first.");
}

}  // namespace

Application::Application(const Services& services, ApplicationOptions options)
    : services_(services),
      options_(std::move(options)),
      sessions_(services.accounts, options_.https),
      files_(bundled_files()),
      pages_(services_, sessions_, options_.public_url, files_.page_template(), files_.build()) {
    add_api_routes(routes_, services_, sessions_);
    add_event_route(routes_, services_, sessions_, options_.version, files_.build());
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
    Call call{request, read_body, match.ids, std::nullopt};
    if (const auto allowed = check_access(*match.route, call); !allowed) {
        Response response = failure(allowed.error());
        if (match.route->access == api::Access::Cron && response.status == 401) {
            response.add("WWW-Authenticate", "Bearer");
        }
        return response;
    }
    return match.route->handler(call);
}

Result<void> Application::check_access(const Route& route, Call& call) const {
    switch (route.access) {
        case api::Access::Anyone: return {};
        case api::Access::Viewer:
            call.viewer = sessions_.viewer(call.request);
            if (!call.viewer) return log_in_first();
            return {};
        case api::Access::Instructor:
            if (sessions_.instructor(call.request)) return {};
            if (sessions_.viewer(call.request)) {
                return make_error(ErrorCode::Forbidden, "forbidden",
                                  "Only instructors may do this.");
            }
            return log_in_first();
        case api::Access::Cron: {
            LSL_TRY(check_refusals(services_.limits, call.request));
            auto allowed = services_.accounts.require_cron(call.request.bearer());
            if (!allowed) {
                note_refusal(services_.limits, call.request, failure(allowed.error()));
            }
            return allowed;
        }
    }
    return log_in_first();
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
    routes_.add({"GET", "/healthz", api::Access::Anyone, [this](Call&) {
                     return json_response(
                         200,
                         fmt::format("{{\"status\":\"ok\",\"version\":\"{}\"}}", options_.version));
                 }});
    routes_.add({"GET", "/metrics", api::Access::Anyone, [this](Call&) {
                     Gauges gauges;
                     gauges.event_connections = services_.events.subscriber_count();
                     gauges.connections = options_.connections ? options_.connections() : 0;
                     gauges.media = services_.live_media.engine_stats();
                     gauges.recorder = services_.live_media.recorder_load();
                     gauges.version = options_.version;
                     Response response = text_response(
                         200, "text/plain; version=0.0.4; charset=utf-8", metrics_.text(gauges));
                     response.add("Cache-Control", "no-store");
                     return response;
                 }});
}

void Application::finish(const Request& request, Response& response) const {
    add_security_headers(response, options_.https,
                         options_.media_origin ? options_.media_origin() : std::string());
    response.set("Date", http_date(services_.clock.utc()));
    if (response.status >= 500) response.set("X-Request-Id", request.id);
}

}  // namespace lsl::http
