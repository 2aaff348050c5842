// WHIP and WHEP of section 6: what stands before the media engine.
#include "tests/fakes/cloudflare/parts.h"

namespace lsl::fakes {
namespace {

int status_of(const Error& error) {
    switch (error.code) {
        case ErrorCode::Malformed: return 400;
        case ErrorCode::InvalidInput: return 422;
        case ErrorCode::TooLarge: return 413;
        case ErrorCode::NotFound: return 404;
        case ErrorCode::Conflict: return 412;
        case ErrorCode::Unavailable: return 503;
        default: return 500;
    }
}

HttpResponse refused(const Error& error) { return plain(status_of(error), error.message); }

bool is_sdp(const HttpRequest& request) {
    const std::string type = request.header("Content-Type");
    return type.substr(0, type.find(';')) == "application/sdp";
}

HttpResponse answered(Account& account, const HttpRequest& request,
                      const Result<media::SessionAnswer>& made, const Session& session,
                      const char* draft) {
    if (!made) return refused(made.error());
    account.sessions[made->session] = session;
    HttpResponse answer{.status = 201, .type = "application/sdp", .body = made->sdp};
    answer.headers = {{"Location", request.path + "/" + made->session},  // relative
                      {"ETag", made->etag},
                      {"protocol-version", draft}};
    return answer;
}

HttpResponse publish(Account& account, const HttpRequest& request, const std::string& secret) {
    for (Json& input : account.inputs) {
        if (input["secret"] != secret) continue;
        if (input["enabled"] == false) return plain(403, "The live input is disabled");
        if (!is_sdp(request)) return plain(415, "An SDP offer, please");
        const std::string uid = input["uid"];
        const auto made = account.media->ask(media::Publish{uid, request.body});
        if (made) input["connection"] = "whip";
        return answered(account, request, made, {.input = uid, .publishes = true},
                        "draft-ietf-wish-whip-06");
    }
    return plain(404, "No such live input");
}

HttpResponse play(Account& account, const HttpRequest& request, const std::string& id) {
    const auto whom = viewed(account, id);
    if (!whom) return plain(401, "The token is not valid");
    const Json* input = account.find_input(whom->uid);
    if (input == nullptr) return plain(404, "No such live input");
    if (const auto no = refusal(request, *whom, (*input)["recording"])) return *no;
    if (whom->server_made) return plain(401, "WebRTC wants a token signed with a key");
    if (!is_sdp(request)) return plain(415, "An SDP offer, please");
    if (!account.whip_on_air(whom->uid)) {
        const int status = account.settings.idle_whep_status;
        return status == 204 ? HttpResponse{.status = 204} : plain(status, "Nobody is on air");
    }
    return answered(account, request,
                    account.media->ask(media::Watch{whom->uid, request.body, "viewer"}),
                    {.input = whom->uid, .publishes = false}, "draft-murillo-whep-02");
}

HttpResponse answer_session(Account& account, const HttpRequest& request, const std::string& name) {
    if (request.method == "DELETE") {
        account.sessions.erase(name);
        const auto closed = account.media->ask(media::CloseSession{name});
        return closed ? HttpResponse{} : refused(closed.error());
    }
    if (request.method != "PATCH") return plain(405, "PATCH or DELETE");
    if (request.header("Content-Type") != "application/trickle-ice-sdpfrag") {
        return plain(415, "application/trickle-ice-sdpfrag, please");
    }
    const std::string tag = request.header("If-Match");
    const auto patched = account.media->ask(media::PatchSession{
        name, request.body, tag.empty() ? std::nullopt : std::optional<std::string_view>(tag)});
    if (!patched) return refused(patched.error());
    if (!patched->restarted) return {.status = 204};
    return {.type = "application/trickle-ice-sdpfrag",
            .body = patched->fragment,
            .headers = {{"ETag", patched->etag}}};
}

}  // namespace

/// {SECRET}/webRTC/publish, {ID}/webRTC/play, and /{session} below either.
HttpResponse answer_webrtc(Account& account, const HttpRequest& request, const Segments& path) {
    const bool publishes = path.size() >= 3 && path[2] == "publish";
    if (path.size() < 3 || path.size() > 4 || (!publishes && path[2] != "play")) {
        return plain(404, "Not found");
    }
    if (path.size() == 4) return answer_session(account, request, path[3]);
    if (request.method != "POST") return plain(405, "POST");
    return publishes ? publish(account, request, path[0]) : play(account, request, path[0]);
}

}  // namespace lsl::fakes
