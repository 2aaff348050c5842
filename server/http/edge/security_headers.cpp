#include "server/http/edge/security_headers.h"

namespace lsl::http {
namespace {

// Scripts and styles come from files of ours alone; WebAssembly needs 'wasm-unsafe-eval' (CSP 3).
// Pictures may be data: (artwork) or blob: (a class's own frame); media plays from blob: as well.
// Hosted media comes from an origin of its own: by fetch and WHEP, as files, pictures and a
// player's page.
std::string content_security_policy(const std::string& media_origin) {
    const std::string hosted = media_origin.empty() ? "" : " " + media_origin;
    return "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
           "img-src 'self' data: blob:" +
           hosted + "; media-src 'self' blob: mediastream:" + hosted +
           "; font-src 'self'; connect-src 'self'" + hosted +
           (hosted.empty() ? "" : "; frame-src" + hosted) +
           "; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
           "frame-ancestors 'none'; object-src 'none'";
}

constexpr std::string_view permissions_policy =
    "camera=(self), microphone=(self), display-capture=(self), autoplay=(self), fullscreen=(self), "
    "picture-in-picture=(self), screen-wake-lock=(self), geolocation=(), payment=(), usb=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self)";

void set_default(Response& response, std::string_view name, std::string_view value) {
    if (response.header(name).empty()) response.add(name, std::string(value));
}

}  // namespace

void add_security_headers(Response& response, bool https, const std::string& media_origin) {
    set_default(response, "Content-Security-Policy", content_security_policy(media_origin));
    set_default(response, "X-Content-Type-Options", "nosniff");
    set_default(response, "X-Frame-Options", "DENY");
    set_default(response, "Referrer-Policy", "same-origin");
    set_default(response, "Cross-Origin-Opener-Policy", "same-origin");
    set_default(response, "Cross-Origin-Resource-Policy", "same-origin");
    set_default(response, "Permissions-Policy", permissions_policy);
    if (https) set_default(response, "Strict-Transport-Security", "max-age=31536000");
}

}  // namespace lsl::http
