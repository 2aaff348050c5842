#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/cloudflare/http_exchange.h"
#include "shared/base/result.h"

namespace lsl::cloudflare {

/// An accepted offer.
struct WebRtcSession {
    std::string answer_sdp;
    std::string session_url;  ///< absolute
};

/// WHEP as a client: posts an offer to a play URL. Nothing when nobody is on air (204, 404, 409):
/// ask again later. Unavailable for any other refusal, with retry_after_seconds where the server
/// names them; "hosted_media_misconfigured" for 401 and 403. One try. Details never have the URL,
/// which contains a token.
Result<std::optional<WebRtcSession>> post_offer(const std::string& url, std::string_view offer_sdp,
                                                const HttpLimits& limits);

/// Ends a session. Success when it is gone already (404, 410).
Result<void> delete_session(const std::string& session_url, const HttpLimits& limits);

}  // namespace lsl::cloudflare
