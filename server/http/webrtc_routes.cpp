#include <optional>
#include <string>
#include <utility>

#include "server/http/refusals.h"
#include "server/http/request_rules.h"
#include "server/http/routes.h"

// WHIP: RFC 9725. WHEP: draft-ietf-wish-whep-03. Both share methods, types and statuses; the
// section numbers below are those of RFC 9725.

namespace lsl::http {
namespace {

constexpr std::string_view sdp_type = "application/sdp";
constexpr std::string_view fragment_type = "application/trickle-ice-sdpfrag";

/// Any page may speak WHIP and WHEP: what counts is the Bearer token, never a cookie (4.7).
void allow_any_origin(Response& response) {
    response.set("Access-Control-Allow-Origin", "*");
    response.set("Access-Control-Expose-Headers", "Location, Link, ETag, Retry-After");
    response.set("Cross-Origin-Resource-Policy", "cross-origin");
}

/// 4.2: the preflight needs no token and says what may be posted.
Response preflight() {
    Response response;
    response.add("Accept-Post", std::string(sdp_type));
    response.add("Access-Control-Allow-Methods", "OPTIONS, GET, HEAD, POST, PATCH, DELETE");
    response.add("Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match");
    response.add("Access-Control-Max-Age", "86400");
    response.add("Allow", "OPTIONS, GET, HEAD, POST, PATCH, DELETE");
    return response;
}

Error no_token() {
    return make_error(ErrorCode::Unauthenticated, "unauthenticated",
                      "A Bearer token is needed in the Authorization header.");
}

/// RFC 6750 3: the challenge names a fault only when a token was given.
Response refusal(const Call& call, const Error& error) {
    Response response = failure(error);
    if (response.status == 401) {
        response.set("WWW-Authenticate",
                     call.request.bearer().empty() ? "Bearer" : "Bearer error=\"invalid_token\"");
    }
    if (response.status == 409 && response.header("Retry-After").empty()) {
        response.set("Retry-After", "3");  // WHEP 4.2: not live yet
    }
    return response;
}

Result<std::string> read_body(const Call& call, std::string_view type) {
    if (call.request.bearer().empty()) return no_token();
    LSL_TRY(require_content_type(call.request, type));
    std::string body = LSL_TRY(call.read_body(max_sdp_bytes));
    if (body.empty()) {
        return make_error(ErrorCode::Malformed, "malformed_sdp",
                          "The session description is empty.");
    }
    return body;
}

/// 4.2: POST of an offer. `connect(id, token, offer)` publishes or watches.
template <class Connect>
Response post_offer(const Call& call, const Connect& connect) {
    auto offer = read_body(call, sdp_type);
    if (!offer) return refusal(call, offer.error());
    auto answer = connect(call.id(), call.request.bearer(), *offer);
    if (!answer) return refusal(call, answer.error());

    Response response = text_response(201, sdp_type, std::move(answer->sdp));
    response.add("Location", "/" + call.request.path[0] + "/" + call.id() + "/" + answer->session);
    if (!answer->etag.empty()) response.add("ETag", answer->etag);
    response.add("Cache-Control", "no-store");
    return response;
}

/// 4.3: trickle ICE and ICE restarts.
Response patch(const Services& s, const Call& call) {
    const auto fragment = read_body(call, fragment_type);
    if (!fragment) return refusal(call, fragment.error());
    std::optional<std::string_view> if_match;
    // A widespread client sends the tag it was given as ETag instead of If-Match.
    for (const std::string_view name : {"If-Match", "ETag"}) {
        if (!if_match && call.request.has_header(name)) if_match = call.request.header(name);
    }
    auto patched =
        s.live_media.patch_session(call.ids[1], call.request.bearer(), *fragment, if_match);
    if (!patched) return refusal(call, patched.error());
    Response response;
    if (!patched->restarted) {
        response.status = 204;
        return response;
    }
    response = text_response(200, fragment_type, std::move(patched->fragment));
    response.add("ETag", patched->etag);
    return response;
}

/// 4.2: DELETE is answered with 200, which is what encoders insist on.
Response close(const Services& s, const Call& call) {
    if (call.request.bearer().empty()) return refusal(call, no_token());
    const auto closed = s.live_media.close_session(call.ids[1], call.request.bearer());
    if (!closed) return refusal(call, closed.error());
    return {};
}

/// 4.1 of the drafts' HTTP usage: GET is successful and has no content; WHEP players find out by
/// HEAD that this is an endpoint for them.
Response describe_endpoint() {
    Response response = text_response(200, sdp_type, "");
    response.add("Accept-Post", std::string(sdp_type));
    return response;
}

Response describe_session(const Services& s, const Call& call) {
    const auto found = s.live_media.find_session(call.ids[1]);
    if (!found) return refusal(call, found.error());
    Response response;
    response.status = 204;
    return response;
}

}  // namespace

void add_webrtc_routes(Router& routes, const Services& services) {
    const auto add = [&routes, s = services](std::string method, std::string pattern,
                                             Handler handler) {
        routes.add({std::move(method), std::move(pattern), api::Access::Anyone,
                    [s, handler = std::move(handler)](Call& call) {
                        const auto allowed = check_refusals(s.limits, call.request);
                        Response response = allowed ? handler(call) : failure(allowed.error());
                        note_refusal(s.limits, call.request, response);
                        allow_any_origin(response);
                        return response;
                    },
                    Origins::Any});
    };
    const auto whip = [s = services](const std::string& id, std::string_view token,
                                     const std::string& offer) {
        return s.live_media.whip_publish(id, token, offer);
    };
    const auto whep = [s = services](const std::string& id, std::string_view token,
                                     const std::string& offer) {
        return s.live_media.whep_watch(id, token, offer);
    };
    add("POST", "/whip/{live_input}", [whip](Call& call) { return post_offer(call, whip); });
    add("POST", "/whep/{playback}", [whep](Call& call) { return post_offer(call, whep); });

    for (const std::string endpoint : {"/whip/{live_input}", "/whep/{playback}"}) {
        const std::string session = endpoint + "/{session}";
        add("OPTIONS", endpoint, [](Call&) { return preflight(); });
        add("OPTIONS", session, [](Call&) { return preflight(); });
        add("GET", endpoint, [](Call&) { return describe_endpoint(); });
        add("GET", session, [s = services](Call& call) { return describe_session(s, call); });
        add("PATCH", session, [s = services](Call& call) { return patch(s, call); });
        add("DELETE", session, [s = services](Call& call) { return close(s, call); });
    }
}

}  // namespace lsl::http
