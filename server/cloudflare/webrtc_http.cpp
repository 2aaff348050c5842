#include "server/cloudflare/webrtc_http.h"

#include <utility>

#include "server/cloudflare/failures.h"
#include "server/cloudflare/web_url.h"

namespace lsl::cloudflare {

namespace {

Error refused(const std::string& what, const HttpAnswer& answer) {
    std::string detail = what + ": status " + std::to_string(answer.status);
    if (answer.status == 401 || answer.status == 403) return misconfigured(std::move(detail));
    return unreachable(std::move(detail), retry_after_seconds(answer));
}

bool means_nothing_on_air(int status) { return status == 204 || status == 404 || status == 409; }

}  // namespace

Result<std::optional<WebRtcSession>> post_offer(const std::string& url, std::string_view offer_sdp,
                                                const HttpLimits& limits) {
    HttpRequest request;
    request.method = "POST";
    request.url = url;
    request.headers = {{"Accept", "application/sdp"}};
    request.content_type = "application/sdp";
    request.body = offer_sdp;
    const HttpAnswer answer = LSL_TRY(exchange(request, limits));
    if (means_nothing_on_air(answer.status)) return std::optional<WebRtcSession>();
    if (!answer.is_success()) return refused("post offer", answer);
    const auto base = WebUrl::parse(url);
    const auto session = base ? base->resolve(answer.header("location")) : std::nullopt;
    if (!session || !answer.body.starts_with("v=0")) {
        return unreachable("post offer: no SDP answer or session URL in the answer");
    }
    return std::optional<WebRtcSession>({answer.body, session->text()});
}

Result<void> delete_session(const std::string& session_url, const HttpLimits& limits) {
    HttpRequest request;
    request.method = "DELETE";
    request.url = session_url;
    const HttpAnswer answer = LSL_TRY(exchange(request, limits));
    if (answer.is_success() || answer.status == 404 || answer.status == 410) return {};
    return refused("delete session", answer);
}

}  // namespace lsl::cloudflare
