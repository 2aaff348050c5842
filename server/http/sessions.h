#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/http/message.h"
#include "server/services/accounts.h"

namespace lsl::http {

/// Session tokens in cookies: HttpOnly, SameSite=Lax, and on https sites Secure with the __Host-
/// prefix (RFC 6265bis 4.1.3.2). Viewers and instructors have a cookie each.
class Sessions {
  public:
    Sessions(services::Accounts& accounts, bool https) : accounts_(accounts), https_(https) {}

    std::string_view viewer_token(const Request& request) const;
    std::string_view instructor_token(const Request& request) const;
    std::optional<services::Viewer> viewer(const Request& request) const;
    bool instructor(const Request& request) const;

    /// Values of Set-Cookie.
    Header open_viewer(std::string_view token) const;
    Header close_viewer() const;
    Header open_instructor(std::string_view token) const;
    Header close_instructor() const;

  private:
    std::string_view viewer_cookie() const;
    std::string_view instructor_cookie() const;
    Header cookie(std::string_view name, std::string_view value, std::chrono::seconds age) const;

    services::Accounts& accounts_;
    const bool https_;
};

}  // namespace lsl::http
