#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/cloudflare/stream_requests.h"
#include "server/cloudflare/stream_types.h"
#include "server/cloudflare/webhook.h"

namespace lsl::cloudflare {

/// Cloudflare's JSON, read tolerantly: a field of the wrong type counts as absent, and only what
/// cannot be used at all (no JSON, no id) gives nothing. Nothing here throws.

/// What the envelope of an answer says.
struct Verdict {
    bool is_json = false;
    bool success = false;
    int code = 0;         ///< of the first error, or 0
    std::string message;  ///< of the first error
};
Verdict read_verdict(std::string_view body);

/// The results of an envelope.
std::optional<LiveInput> read_live_input(std::string_view body);
/// `{liveInputs:[…]}` or a bare array; entries without an id are left out, as in every list.
std::optional<std::vector<LiveInput>> read_live_inputs(std::string_view body);
std::optional<Video> read_video(std::string_view body);
/// A bare array or `{videos:[…]}`.
std::optional<std::vector<Video>> read_videos(std::string_view body);
std::optional<NewSigningKey> read_new_signing_key(std::string_view body);
std::optional<std::vector<SigningKeyEntry>> read_signing_keys(std::string_view body);
std::optional<WebhookSubscription> read_webhook_subscription(std::string_view body);
std::optional<StorageUse> read_storage_use(std::string_view body);

/// Objects without an envelope.
std::optional<Video> read_bare_video(std::string_view body);
std::optional<LiveInputNotification> read_notification(std::string_view body);
std::optional<Lifecycle> read_lifecycle(std::string_view body);
std::optional<std::int64_t> read_live_viewers(std::string_view body);

std::string write(const NewLiveInput& input);
std::string write(const LiveInputChange& change);
std::string write(const VideoChange& change);
std::string write_webhook_url(std::string_view url);

}  // namespace lsl::cloudflare
