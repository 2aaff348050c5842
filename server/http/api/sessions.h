#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/http/edge/message.h"
#include "server/services/accounts/accounts.h"

namespace lsl::http {

/// Session tokens in cookies: HttpOnly, SameSite=Lax, and on https sites Secure with the __Host-
/// prefix (RFC 6265bis 4.1.3.2). A login with a password has one cookie, a login by the access
/// token another: a browser may hold both.
class Sessions {
  public:
    Sessions(services::Accounts& accounts, bool https) : accounts_(accounts), https_(https) {}

    /// Names of the cookies.
    std::string_view viewer_cookie() const;
    std::string_view instructor_cookie() const;

    std::string_view viewer_token(const Request& request) const;
    /// What the browser notes of its own sign-ins (services::KnownDevices).
    std::string_view device(const Request& request) const;
    std::string_view instructor_token(const Request& request) const;
    /// Who gave a right password and is asked for a code.
    std::string_view second_factor(const Request& request) const;
    /// Where a sign-in with a person's own cookie comes from.
    services::Visit visit(const Request& request) const;
    /// Of both cookies.
    services::Caller caller(const Request& request) const;
    /// Whose bounds a request from `address` counts towards.
    Asker asker(const Request& request, std::string_view address) const;

    /// Values of Set-Cookie.
    Header open_viewer(std::string_view token) const;
    Header close_viewer() const;
    Header remember_device(std::string_view device) const;
    Header open_second_factor(std::string_view token) const;
    Header close_second_factor() const;
    Header open_instructor(std::string_view token) const;
    Header close_instructor() const;

  private:
    std::string_view device_cookie() const;
    std::string_view second_factor_cookie() const;
    Header cookie(std::string_view name, std::string_view value, std::chrono::seconds age,
                  std::string_view path = "/") const;

    services::Accounts& accounts_;
    const bool https_;
};

}  // namespace lsl::http
