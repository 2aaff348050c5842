#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "server/http/api/routes.h"
#include "server/http/api/whep_events.h"
#include "server/http/edge/refusals.h"
#include "server/http/edge/request_rules.h"
#include "shared/wire/json/json.h"
#include "shared/wire/whep.h"

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
    const bool comes_later = response.status == 409 && error.word != "playing_elsewhere" &&
                             error.word != "on_air_elsewhere";
    if (comes_later && response.header("Retry-After").empty()) {
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

/// WHEP Events draft: what this session can do beyond the standard.
void add_extension_links(Response& response, const std::string& session) {
    response.add("Link", "<" + session + "/layer>; rel=\"urn:ietf:params:whep:ext:core:layer\"");
    response.add("Link", "<" + session +
                             "/sse>; rel=\"urn:ietf:params:whep:ext:core:server-sent-events\"; "
                             "events=\"" +
                             std::string(whep_event_types) + "\"");
}

/// Of our own: a publisher that asks first. `?takeover=no` is refused when another one is on air,
/// but for the sessions that `continues=a,b,…` names as its own. Encoders say nothing and take
/// over.
services::Takeover read_takeover(const Request& request) {
    constexpr std::size_t most_own = 8;
    services::Takeover takeover;
    takeover.allowed = request.parameter("takeover") != "no";
    std::string_view own = request.parameter("continues");
    while (!own.empty() && takeover.own.size() < most_own) {
        const std::string_view name = own.substr(0, own.find(','));
        own.remove_prefix(std::min(own.size(), name.size() + 1));
        if (!name.empty()) takeover.own.emplace_back(name);
    }
    return takeover;
}

/// 4.2: POST of an offer. `connect(call, offer)` publishes or watches.
template <class Connect>
Response post_offer(const Call& call, const Connect& connect) {
    auto offer = read_body(call, sdp_type);
    if (!offer) return refusal(call, offer.error());
    auto answer = connect(call, *offer);
    if (!answer) return refusal(call, answer.error());

    Response response = text_response(201, sdp_type, std::move(answer->sdp));
    const std::string session =
        "/" + call.request.path[0] + "/" + call.id() + "/" + answer->session;
    response.add("Location", session);
    if (call.request.path[0] == "whep") add_extension_links(response, session);
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
    auto patched = s.gateway.patch_session(call.ids[1], call.request.bearer(), *fragment, if_match);
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
Response close_session(const Services& s, const Call& call) {
    if (call.request.bearer().empty()) return refusal(call, no_token());
    const auto closed = s.gateway.close_session(call.ids[1], call.request.bearer());
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
    const auto found = call.request.path[0] == "whip"
                           ? s.gateway.find_publisher(LiveInputId(call.id()), call.ids[1])
                           : s.gateway.find_session(call.ids[1]);
    if (!found) return refusal(call, found.error());
    Response response;
    response.status = 204;
    return response;
}

/// Events draft, "Video Layer Selection".
Response select_layer(const Services& s, const Call& call) {
    const auto body = read_body(call, "application/json");
    if (!body) return refusal(call, body.error());
    auto wish = wire::from_json<wire::WhepLayerRequest>(*body);
    if (!wish) return refusal(call, wish.error());
    const auto limit = [](const std::optional<std::int64_t>& value) {
        return static_cast<int>(std::clamp<std::int64_t>(value.value_or(0), 0, 100'000));
    };
    media::LayerSelection selection;
    selection.rid = wish->rid.value_or("");
    selection.max_width = limit(wish->max_width);
    selection.max_height = limit(wish->max_height);
    const auto selected =
        s.gateway.select_layer(call.ids[1], call.request.bearer(), std::move(selection));
    if (!selected) return refusal(call, selected.error());
    return {};
}

/// Events draft, "Server Sent Events": the POST creates a stream, whose URL a GET then listens to.
Response create_events(const Services& s, WhepEventStreams& streams, const Call& call) {
    if (call.request.bearer().empty()) return refusal(call, no_token());
    if (const auto ours = s.gateway.check_viewer(call.ids[1], call.request.bearer()); !ours) {
        return refusal(call, ours.error());
    }
    const auto body = call.read_body(max_sdp_bytes);
    if (!body) return refusal(call, body.error());
    if (!body->empty()) {
        const auto typed = require_content_type(call.request, "application/json");
        if (!typed) return refusal(call, typed.error());
    }
    const auto types = read_event_types(*body);
    if (!types) return refusal(call, types.error());
    const auto name = streams.create(call.ids[1], *types);
    if (!name) return refusal(call, name.error());
    Response response;
    response.status = 201;
    response.add("Location", "/whep/" + call.id() + "/" + call.ids[1] + "/sse/" + *name);
    return response;
}

Response listen_to_events(const Services& s, WhepEventStreams& streams, const Call& call) {
    const auto types = streams.find(call.ids[1], call.ids[2]);
    auto listener = s.layers.listen(call.ids[1]);
    if (!listener) streams.remove_all(call.ids[1]);
    if (!types || !listener) return failure(not_found("This event stream is gone."));
    // The session was opened by somebody with a right to it, who is counted by it.
    auto taken = s.seats.take({Rank::Person, "session:" + call.ids[1]}, "");
    if (const auto* why = std::get_if<Refused>(&taken)) return failure(refusal_error(*why));
    Response response;
    response.add("Content-Type", "text/event-stream; charset=utf-8");
    response.add("Cache-Control", "no-store");
    response.add("X-Accel-Buffering", "no");
    response.close = true;
    response.body =
        std::make_shared<WhepEventBody>(std::move(*listener), streams, call.ids[1], call.ids[2],
                                        *types, s.clock.mono(), std::get<0>(std::move(taken)));
    return response;
}

Response delete_events(WhepEventStreams& streams, const Call& call) {
    if (!streams.remove(call.ids[1], call.ids[2])) {
        return failure(not_found("This event stream is gone."));
    }
    return {};
}

/// What changes a session has a rate, too; offers have one of their own, see MediaGateway. Whoever
/// does not know the session's token cannot use it up.
Response at_a_rate(const Services& s, Call& call, const Handler& handler) {
    if (call.ids.size() < 2 || call.request.is_safe()) return handler(call);
    const std::string session = "session:" + call.ids[1];
    if (!s.writes.has_more(session)) return failure(refusal_error(Refused::WritesOfPerson));
    Response response = handler(call);
    if (response.status < 400) [[maybe_unused]]
        const auto counted = s.writes.take(session);
    return response;
}

}  // namespace

void add_webrtc_routes(Router& routes, const Services& services) {
    const auto add = [&routes, s = services](std::string method, std::string pattern,
                                             Handler handler) {
        routes.add({std::move(method), std::move(pattern),
                    [s, handler = std::move(handler)](Call& call) {
                        Response response =
                            slowing_guesses(s.limits, call.request, at_a_rate(s, call, handler));
                        allow_any_origin(response);
                        return response;
                    },
                    Origins::Any, max_sdp_bytes});
    };
    const auto whip = [s = services](const Call& call, const std::string& offer) {
        return s.gateway.publish(LiveInputId(call.id()), call.request.bearer(), offer,
                                 read_takeover(call.request));
    };
    const auto whep = [s = services](const Call& call, const std::string& offer) {
        return s.gateway.watch(PlaybackId(call.id()), call.request.bearer(), offer);
    };
    add("POST", "/whip/{live_input}", [whip](Call& call) { return post_offer(call, whip); });
    add("POST", "/whep/{playback}", [whep](Call& call) { return post_offer(call, whep); });

    // WHEP's extensions. The streams live as long as the handlers.
    const auto streams = std::make_shared<WhepEventStreams>();
    const std::string layer = "/whep/{playback}/{session}/layer";
    const std::string events = "/whep/{playback}/{session}/sse";
    const std::string stream = events + "/{stream}";
    for (const std::string& one : {layer, events, stream}) {
        add("OPTIONS", one, [](Call&) { return preflight(); });
    }
    add("POST", layer, [s = services](Call& call) { return select_layer(s, call); });
    add("POST", events,
        [s = services, streams](Call& call) { return create_events(s, *streams, call); });
    add("GET", stream,
        [s = services, streams](Call& call) { return listen_to_events(s, *streams, call); });
    add("DELETE", stream, [streams](Call& call) { return delete_events(*streams, call); });

    for (const std::string endpoint : {"/whip/{live_input}", "/whep/{playback}"}) {
        const std::string session = endpoint + "/{session}";
        add("OPTIONS", endpoint, [](Call&) { return preflight(); });
        add("OPTIONS", session, [](Call&) { return preflight(); });
        add("GET", endpoint, [](Call&) { return describe_endpoint(); });
        add("GET", session, [s = services](Call& call) { return describe_session(s, call); });
        add("PATCH", session, [s = services](Call& call) { return patch(s, call); });
        add("DELETE", session, [s = services](Call& call) { return close_session(s, call); });
    }
}

}  // namespace lsl::http
