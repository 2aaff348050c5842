#include "server/services/hosted/cloudflare_webhooks.h"

#include <algorithm>
#include <utility>

#include "server/cloudflare/webhook.h"

namespace lsl::services {

namespace {

/// More than come in the five minutes in which a signature is good.
constexpr std::size_t remembered = 1000;

}  // namespace

CloudflareWebhooks::CloudflareWebhooks(const Clock& clock, std::string secret, Hints hints)
    : clock_(clock), secret_(std::move(secret)), hints_(std::move(hints)) {}

Result<void> CloudflareWebhooks::take_video(std::string_view signature, std::string_view body) {
    LSL_TRY(cloudflare::verify_video_webhook(signature, body, secret_, clock_.utc()));
    const cloudflare::Video video = LSL_TRY(cloudflare::parse_video_webhook(body));
    // By what it says: the header may be signed anew, or hold more than the signature.
    const std::string key = video.uid + " " + std::to_string(static_cast<int>(video.state)) + " " +
                            (video.modified ? to_iso8601(*video.modified) : "");
    if (is_new(key)) hints_.video_changed(video.uid);
    return {};
}

Result<void> CloudflareWebhooks::take_notification(std::string_view auth, std::string_view body) {
    using Event = cloudflare::LiveInputNotification::Event;
    LSL_TRY(cloudflare::verify_notification(auth, secret_));
    const auto told = LSL_TRY(cloudflare::parse_notification(body));
    if (told.event != Event::Connected || !told.updated_at) return {};
    const std::string key = told.live_input + to_iso8601(*told.updated_at);
    if (is_new(key)) hints_.broadcast_began(told.live_input);
    return {};
}

bool CloudflareWebhooks::is_new(std::string key) {
    const std::lock_guard lock(mutex_);
    if (std::find(seen_.begin(), seen_.end(), key) != seen_.end()) return false;
    seen_.push_back(std::move(key));
    if (seen_.size() > remembered) seen_.pop_front();
    return true;
}

}  // namespace lsl::services
