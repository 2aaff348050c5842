#include "server/http/sessions.h"

namespace lsl::http {

std::string_view Sessions::viewer_cookie() const {
    return https_ ? "__Host-lsl_session" : "lsl_session";
}

std::string_view Sessions::instructor_cookie() const {
    return https_ ? "__Host-lsl_instructor" : "lsl_instructor";
}

std::string_view Sessions::viewer_token(const Request& request) const {
    return request.cookie(viewer_cookie());
}

std::string_view Sessions::instructor_token(const Request& request) const {
    return request.cookie(instructor_cookie());
}

std::optional<services::Viewer> Sessions::viewer(const Request& request) const {
    const std::string_view token = viewer_token(request);
    if (token.empty()) return std::nullopt;
    return accounts_.viewer_of(token);
}

bool Sessions::instructor(const Request& request) const {
    const std::string_view token = instructor_token(request);
    return !token.empty() && accounts_.is_instructor(token);
}

Header Sessions::open_viewer(std::string_view token) const {
    return cookie(viewer_cookie(), token, services::viewer_session_lifetime);
}

Header Sessions::close_viewer() const { return cookie(viewer_cookie(), "", {}); }

Header Sessions::open_instructor(std::string_view token) const {
    return cookie(instructor_cookie(), token, services::instructor_session_lifetime);
}

Header Sessions::close_instructor() const { return cookie(instructor_cookie(), "", {}); }

Header Sessions::cookie(std::string_view name, std::string_view value,
                        std::chrono::seconds age) const {
    std::string text(name);
    text.append("=").append(value);
    text += "; Path=/; Max-Age=" + std::to_string(age.count()) + "; HttpOnly; SameSite=Lax";
    if (https_) text += "; Secure";
    return {"Set-Cookie", text};
}

}  // namespace lsl::http
