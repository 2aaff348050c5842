// The delivery domain, sections 5 and 8.
#include <algorithm>

#include "tests/fakes/cloudflare/packaging.h"
#include "tests/fakes/cloudflare/parts.h"
#include "tests/fakes/cloudflare/signing.h"

namespace lsl::fakes {
namespace {

/// "https://a.example:8080/x" → "a.example:8080"
std::string host_of(std::string origin) {
    if (const auto scheme = origin.find("://"); scheme != std::string::npos) {
        origin.erase(0, scheme + 3);
    }
    return origin.substr(0, origin.find('/'));
}

HttpResponse media_file(const std::filesystem::path& file, const char* type) {
    if (!std::filesystem::exists(file)) return plain(404, "Not found");
    HttpResponse answer{.type = type};
    answer.file = file;
    return answer;
}

/// A plain page; where a video has a file, the browser's own controls play it.
std::string player_page(const HttpRequest& request, const std::string& id, bool is_input) {
    std::string attributes = request.parameter("controls") == "false" ? "" : " controls";
    for (const char* flag : {"autoplay", "muted", "loop"}) {
        if (request.parameter(flag) == "true") attributes += std::string(" ") + flag;
    }
    const std::string head =
        "<!doctype html><meta charset=utf-8><title>Stream</title>"
        "<style>html,body,video{margin:0;width:100%;height:100%;background:#000}</style>";
    if (!is_input) {
        return head + "<video playsinline" + attributes + " src=\"/" + id + "/file\"></video>";
    }
    return head + "<video playsinline" + attributes + R"(></video><script type=module>
const peer = new RTCPeerConnection();
const stream = document.querySelector('video').srcObject = new MediaStream();
peer.ontrack = ({ track }) => stream.addTrack(track);
for (const kind of ['video', 'audio']) peer.addTransceiver(kind, { direction: 'recvonly' });
await peer.setLocalDescription();
const headers = { 'Content-Type': 'application/sdp' };
const answer = await fetch('webRTC/play', { method: 'POST', headers, body: peer.localDescription.sdp });
if (answer.status === 201) {
    await peer.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
}
</script>)";
}

HttpResponse page(std::string html) { return {.type = "text/html", .body = std::move(html)}; }

/// No frame is decoded here: a grey picture under the right address.
HttpResponse thumbnail() {
    return {.type = "image/svg+xml",
            .body = R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9">)"
                    R"(<rect width="16" height="9" fill="#777"/></svg>)"};
}

HttpResponse views(const Account& account, const Json& input) {
    if (input["recording"]["hideLiveViewerCount"] == true) return plain(403, "Hidden");
    if (account.whip_on_air(input["uid"])) {
        const int status = account.settings.whip_views_status;
        return status == 204 ? HttpResponse{.status = 204} : plain(status, "Not supported");
    }
    const Json& broadcast = input["broadcast"];
    return json_answer({{"liveViewers", broadcast.is_object() ? broadcast["viewers"] : Json(0)}});
}

HttpResponse play_video(Account& account, const HttpRequest& request, const Json& video,
                        const Segments& path) {
    const std::string state = video["state"];
    const std::string& what = path[1];
    const auto file = account.file_of(video["uid"]);
    if (what == "iframe" || what == "watch") return page(player_page(request, path[0], false));
    if (state == "error") return plain(424, "The video could not be processed");
    if (state != "ready" && state != "live-inprogress") return plain(404, "Not ready");
    if (what == "thumbnails") return thumbnail();
    if (what == "file") return media_file(file, probe(file).mp4 ? "video/mp4" : "video/webm");
    if (what != "manifest" || path.size() != 3) return plain(404, "Not found");
    if (path[2] == "video.mpd") return plain(501, "The stand-in makes no DASH");
    if (!std::filesystem::exists(file)) return plain(404, "The broadcast carried no media");
    if (!package_hls(file))
        return plain(501, "The stand-in does not encode; HLS has no such codec");
    const auto folder = packaged_folder(file);
    if (path[2] == "video.m3u8") {
        return media_file(folder / "video.m3u8", "application/x-mpegURL");
    }
    return path[2] == "video.m4s" ? media_file(folder / "video.m4s", "video/mp4")
                                  : plain(404, "Not found");
}

HttpResponse play_input(Account& account, const HttpRequest& request, const Json& input,
                        const Segments& path) {
    if (path[1] == "iframe" || path[1] == "watch") {
        return page(player_page(request, path[0], true));
    }
    const Json& broadcast = input["broadcast"];
    const bool has_video = broadcast.is_object() && broadcast["video"].is_string();
    if (!has_video) return {.status = 204};  // idle, or WebRTC, which is not packaged
    const Json* video = account.find_video(broadcast["video"]);
    return video == nullptr ? HttpResponse{.status = 204}
                            : play_video(account, request, *video, path);
}

}  // namespace

std::optional<Viewed> viewed(const Account& account, const std::string& id) {
    if (id.find('.') == std::string::npos) return Viewed{.uid = id};
    const ParsedToken token = parse_token(id);
    if (!token.header.is_object() || !token.claims.is_object()) return std::nullopt;
    const Json& claims = token.claims;
    const Json kid = token.header.value("kid", Json());
    if (token.header.value("alg", Json()) != "RS256" || !kid.is_string() ||
        claims.value("kid", Json()) != kid || !account.keys.contains(kid.get<std::string>())) {
        return std::nullopt;
    }
    const Json exp = claims.value("exp", Json());
    const Json nbf = claims.value("nbf", Json(0));
    if (!exp.is_number_integer() || !nbf.is_number_integer()) return std::nullopt;
    const std::int64_t now = account.now_ms() / 1000;
    if (exp <= now || exp > now + day_s || nbf > now) return std::nullopt;
    if (!claims.value("sub", Json()).is_string()) return std::nullopt;
    const std::string key = kid;
    if (!signature_fits(token, account.keys[key]["public_pem"])) return std::nullopt;
    return Viewed{.uid = claims["sub"], .by_token = true, .server_made = key == server_key};
}

std::optional<HttpResponse> refusal(const HttpRequest& request, const Viewed& by,
                                    const Json& requirements) {
    if (requirements["requireSignedURLs"] == true && !by.by_token) {
        return plain(401, "A signed token is required");
    }
    const Json& origins = requirements["allowedOrigins"];
    const std::string origin = host_of(request.header("Origin"));
    const bool limited = origins.is_array() && !origins.empty() && !origin.empty();
    if (limited && std::find(origins.begin(), origins.end(), origin) == origins.end()) {
        return plain(403, "Not from this origin");
    }
    return std::nullopt;
}

HttpResponse answer_delivery(Account& account, const HttpRequest& request) {
    const Segments path = segments_of(request.path);
    if (path.size() < 2) return plain(404, "Not found");
    if (path[0] == "tus") return answer_upload(account, request, path[1]);
    if (path[1] == "webRTC") return answer_webrtc(account, request, path);
    if (request.method != "GET" && request.method != "HEAD") return plain(405, "GET");

    const auto whom = viewed(account, path[0]);
    if (!whom) return plain(401, "The token is not valid");
    const Json* input = account.find_input(whom->uid);
    const Json* video = account.find_video(whom->uid);
    if (input == nullptr && video == nullptr) return plain(404, "Not found");
    if (path[1] == "lifecycle") {
        const bool live = input != nullptr &&
                          (account.whip_on_air(whom->uid) || (*input)["broadcast"].is_object());
        const Json of = input != nullptr && (*input)["broadcast"].is_object()
                            ? (*input)["broadcast"]["video"]
                            : (video != nullptr ? (*video)["uid"] : Json());
        return json_answer({{"isInput", input != nullptr}, {"videoUID", of}, {"live", live}});
    }
    if (input != nullptr && path[1] == "views") return views(account, *input);
    const Json& requirements = input != nullptr ? (*input)["recording"] : *video;
    if (const auto no = refusal(request, *whom, requirements)) return *no;
    return input != nullptr ? play_input(account, request, *input, path)
                            : play_video(account, request, *video, path);
}

}  // namespace lsl::fakes
