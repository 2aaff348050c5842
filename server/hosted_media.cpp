#include "server/hosted_media.h"

#include <utility>

namespace lsl {

namespace {

cloudflare::ApiOptions api_options(const config::Settings& settings) {
    cloudflare::ApiOptions options;
    options.account_id = settings.cloudflare_account_id;
    options.api_token = settings.cloudflare_api_token;
    if (!settings.cloudflare_api_base.empty()) options.api_base = settings.cloudflare_api_base;
    return options;
}

services::ClassPullerOptions pulling(const config::Settings& settings) {
    services::ClassPullerOptions options;
    // An API elsewhere means media from elsewhere, which no loopback socket reaches.
    const bool stand_in = settings.cloudflare_api_base.starts_with("http://127.0.0.1:");
    options.bind_address = stand_in ? "127.0.0.1" : "0.0.0.0";
    options.http.whole = std::chrono::seconds(10);
    return options;
}

}  // namespace

bool has_hosted_media(const config::Settings& settings) {
    return !settings.cloudflare_account_id.empty() && !settings.cloudflare_api_token.empty() &&
           !settings.cloudflare_signing_key_id.empty() &&
           !settings.cloudflare_signing_key_pem.empty();
}

HostedMedia::HostedMedia(const config::Settings& settings, const Parts& parts)
    : calls_(parts.clock, api_options(settings)),
      api_(calls_),
      transfers_(calls_),
      uploads_(parts.database, parts.clock, transfers_, api_, parts.recorder,
               [&announcements = parts.announcements](StreamId stream) {
                   announcements.stream_changed(stream);
               }) {}

Result<std::unique_ptr<HostedMedia>> HostedMedia::open(const config::Settings& settings,
                                                       const Parts& parts) {
    auto key = LSL_TRY(cloudflare::SigningKey::parse(settings.cloudflare_signing_key_id,
                                                     settings.cloudflare_signing_key_pem));
    std::unique_ptr<HostedMedia> media(new HostedMedia(settings, parts));
    media->backend_ = LSL_TRY(services::CloudflareMedia::open(
        parts.database, parts.clock, parts.announcements, parts.live_media, parts.recorder,
        media->api_, std::move(key), settings.cloudflare_stream_customer_code, pulling(settings)));
    media->backend_->use(
        [uploads = &media->uploads_](StreamId stream) { return uploads->progress(stream); });
    media->uploads_loop_.emplace(media->uploads_, parts.clock);
    parts.live_media.hand_over(
        [self = media.get()](const domain::Stream& stream, const recorder::RecordingFile& file) {
            static_cast<void>(self->uploads_.add(stream.id, file.name));
            self->uploads_loop_->wake();
        });
    if (!settings.cloudflare_webhook_secret.empty()) media->open_webhooks(settings, parts.clock);
    return media;
}

void HostedMedia::open_webhooks(const config::Settings& settings, const Clock& clock) {
    const auto video_changed = [this](const std::string& uid) {
        uploads_.video_changed(uid);
        uploads_loop_->wake();
    };
    const auto broadcast_began = [this](const std::string& live_input) {
        backend_->broadcast_began(live_input);
    };
    webhooks_.emplace(clock, settings.cloudflare_webhook_secret,
                      services::CloudflareWebhooks::Hints{video_changed, broadcast_began});
}

}  // namespace lsl
