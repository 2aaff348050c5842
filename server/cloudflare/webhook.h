#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "server/cloudflare/stream_types.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::cloudflare {

/// A video webhook whose time is further from ours is refused, in both directions.
inline constexpr std::chrono::minutes webhook_time_tolerance{5};

/// `Webhook-Signature: time=<unix seconds>,sig1=<64 hex>` over the untouched bytes of the body.
/// Success or Unauthenticated, always with the same message; the detail says why. A webhook that
/// comes again within five minutes verifies again: the caller remembers what it has done.
Result<void> verify_video_webhook(std::string_view signature_header, std::string_view body,
                                  std::string_view secret, UtcTime now);

/// `cf-webhook-auth` of a live-input notification, which is the secret itself.
Result<void> verify_notification(std::string_view auth_header, std::string_view secret);

/// The body of a video webhook. Malformed when it is no JSON object with a uid. Tells what to look
/// at: read the video by the API before acting on it.
Result<Video> parse_video_webhook(std::string_view body);

struct LiveInputNotification {
    enum class Event { Test, Connected, Disconnected, Errored, Unknown };
    Event event = Event::Unknown;  ///< Test: the message of the set-up, with a text alone
    std::string live_input;
    std::optional<UtcTime> updated_at;  ///< events may repeat or come out of order
    std::string error_code;             ///< of Errored: "ERR_STORAGE_QUOTA_EXHAUSTED" …
    std::string error_message;
};

/// The body of a notification. Malformed when it is no JSON object.
Result<LiveInputNotification> parse_notification(std::string_view body);

}  // namespace lsl::cloudflare
