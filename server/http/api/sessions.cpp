#include "server/http/api/sessions.h"

#include "server/services/accounts/limits/rate_limits.h"
#include "server/services/accounts/secrets.h"

namespace lsl::http {

std::string_view Sessions::viewer_cookie() const {
    return https_ ? "__Host-lsl_session" : "lsl_session";
}

std::string_view Sessions::instructor_cookie() const {
    return https_ ? "__Host-lsl_instructor" : "lsl_instructor";
}

/// Not a __Host- name: that would need the path "/", and only sign-in asks for this one.
std::string_view Sessions::device_cookie() const {
    return https_ ? "__Secure-lsl_device" : "lsl_device";
}

std::string_view Sessions::second_factor_cookie() const {
    return https_ ? "__Secure-lsl_second_factor" : "lsl_second_factor";
}

std::string_view Sessions::viewer_token(const Request& request) const {
    return request.cookie(viewer_cookie());
}

std::string_view Sessions::device(const Request& request) const {
    return request.cookie(device_cookie());
}

std::string_view Sessions::instructor_token(const Request& request) const {
    return request.cookie(instructor_cookie());
}

std::string_view Sessions::second_factor(const Request& request) const {
    return request.cookie(second_factor_cookie());
}

services::Visit Sessions::visit(const Request& request) const {
    return {.address = request.client_address,
            .session = std::string(viewer_token(request)),
            .device = std::string(device(request)),
            .user_agent = std::string(request.header("User-Agent")),
            .languages = std::string(request.header("Accept-Language"))};
}

services::Caller Sessions::caller(const Request& request) const {
    return services::caller_of(accounts_.person_of(viewer_token(request)),
                               accounts_.person_of(instructor_token(request)));
}

Asker Sessions::asker(const Request& request, std::string_view address) const {
    const services::Caller known = caller(request);
    if (known.studio_role()) {
        // The owner's account is one, the access token may be shared: each session counts for
        // itself.
        return {Rank::Staff, "staff:" + (known.owner ? known.owner : known.account)->login};
    }
    if (const services::Person* person = known.person()) {
        return {known.is_staff() ? Rank::Staff : Rank::Person,
                "person:" + person->user.id.to_string()};
    }
    return {Rank::Stranger, services::address_key(address)};
}

Header Sessions::open_viewer(std::string_view token) const {
    return cookie(viewer_cookie(), token, services::viewer_session_lifetime);
}

Header Sessions::close_viewer() const { return cookie(viewer_cookie(), "", {}); }

Header Sessions::remember_device(std::string_view device) const {
    return cookie(device_cookie(), device, services::known_device_lifetime, "/api/auth");
}

Header Sessions::open_second_factor(std::string_view token) const {
    return cookie(second_factor_cookie(), token, services::second_factor_lifetime, "/api/auth");
}

Header Sessions::close_second_factor() const {
    return cookie(second_factor_cookie(), "", {}, "/api/auth");
}

Header Sessions::open_instructor(std::string_view token) const {
    return cookie(instructor_cookie(), token, services::instructor_session_lifetime);
}

Header Sessions::close_instructor() const { return cookie(instructor_cookie(), "", {}); }

Header Sessions::cookie(std::string_view name, std::string_view value, std::chrono::seconds age,
                        std::string_view path) const {
    std::string text(name);
    text.append("=").append(value).append("; Path=").append(path);
    text += "; Max-Age=" + std::to_string(age.count()) + "; HttpOnly; SameSite=Lax";
    if (https_) text += "; Secure";
    return {"Set-Cookie", text};
}

}  // namespace lsl::http
