#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/fakes/cloudflare/account.h"
#include "tests/fakes/cloudflare/http_message.h"

namespace lsl::fakes {

/// A day in seconds.
inline constexpr std::int64_t day_s = 24 * 3600;

using Segments = std::vector<std::string>;

// Answers of the API (section 2).
HttpResponse success(const Json& result);
/// The body as it is, without the API's envelope.
HttpResponse json_answer(const Json& body);
HttpResponse failure(int status, int code, const std::string& message);
HttpResponse no_route();
HttpResponse unknown_object();
HttpResponse malformed_body();
/// At most 32 characters, lowercase hex in practice.
bool is_uid(const std::string& text);
/// The body as an object; an empty one counts as {}.
std::optional<Json> object_of(const HttpRequest& request);

/// Everything under /client/v4. `answer_live_inputs` and `answer_videos` get what follows
/// …/stream/live_inputs and …/stream.
HttpResponse answer_api(Account& account, const HttpRequest& request);
HttpResponse answer_live_inputs(Account& account, const HttpRequest& request, const Segments& rest);
HttpResponse answer_videos(Account& account, const HttpRequest& request, const Segments& rest);

// Uploads: POST …/stream with Tus-Resumable or a form, and the upload URLs under /tus/.
HttpResponse create_upload(Account& account, const HttpRequest& request);
HttpResponse receive_form(Account& account, const HttpRequest& request);
HttpResponse answer_upload(Account& account, const HttpRequest& request, const std::string& upload);

/// The delivery domain: /{ID or TOKEN or SECRET}/…
HttpResponse answer_delivery(Account& account, const HttpRequest& request);
HttpResponse answer_webrtc(Account& account, const HttpRequest& request, const Segments& path);

/// Whom an id in a playback path stands for.
struct Viewed {
    std::string uid;
    bool by_token = false;
    bool server_made = false;  ///< from POST …/token: not for WebRTC
};
/// Nothing when the token is not valid now.
std::optional<Viewed> viewed(const Account& account, const std::string& id);
/// The answer that refuses, or nothing: signed URLs, allowed origins.
std::optional<HttpResponse> refusal(const HttpRequest& request, const Viewed& by,
                                    const Json& requirements);

/// /__stand_in/…, but for sending webhooks, which must not hold the lock.
HttpResponse answer_control(Account& account, const HttpRequest& request, const Segments& path);
/// The webhooks that a control call asks for.
std::optional<std::vector<Outgoing>> asked_webhooks(Account& account, const Json& body,
                                                    const std::string& kind);

/// The id of the key behind POST …/token.
inline constexpr const char* server_key = "stand-in-server-key";

}  // namespace lsl::fakes
