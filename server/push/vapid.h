#pragma once

#include <map>
#include <string>
#include <string_view>

#include "server/push/curve_key.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::push {

/// Who we are towards push services (RFC 8292): a key that every subscription is bound to, and
/// tokens signed with it. A token serves an hour of requests to its service, since some services
/// slow down those who sign for each message. Used by one thread, but `public_key`, which is for
/// all.
class Vapid {
  public:
    /// The key as text that a database keeps: losing it ends every subscription. Internal.
    static Result<std::string> new_secret();
    /// `secret`: what `new_secret` made. `subject`: whom a push service turns to, "mailto:…" or
    /// "https://…". Internal for a secret that is none.
    static Result<Vapid> open(std::string_view secret, std::string subject);

    /// What a browser is told when it subscribes: the point as base64url.
    const std::string& public_key() const { return public_key_; }
    /// Value of the header Authorization for requests to that origin ("https://host" or with a
    /// port). Internal.
    Result<std::string> authorization(const std::string& origin, UtcTime now);

  private:
    Vapid(CurveKey key, std::string public_key, std::string subject)
        : key_(std::move(key)), public_key_(std::move(public_key)), subject_(std::move(subject)) {}
    Result<std::string> signed_token(const std::string& origin, UtcTime expires_at) const;

    struct Token {
        std::string text;
        UtcTime made_at;
    };
    CurveKey key_;
    std::string public_key_;
    std::string subject_;
    std::map<std::string, Token> tokens_;  ///< by origin: those of the known services are few
};

}  // namespace lsl::push
