#include "server/hosted_media.h"

#include <utility>

#include "server/cloudflare/web_url.h"

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

/// The error in terms of the settings, for whoever starts the server.
Error of_setting(Error error) {
    if (error.code != ErrorCode::InvalidInput) return error;
    error.field =
        error.field == "signingKeyId" ? "CLOUDFLARE_SIGNING_KEY_ID" : "CLOUDFLARE_SIGNING_KEY_PEM";
    error.detail = error.field + ": " + error.message;
    return error;
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
      uploads_(parts.database, parts.clock, transfers_, api_, parts.recorder, parts.outcomes) {}

Result<std::unique_ptr<HostedMedia>> HostedMedia::open(const config::Settings& settings,
                                                       const Parts& parts) {
    auto parsed = cloudflare::SigningKey::parse(settings.cloudflare_signing_key_id,
                                                settings.cloudflare_signing_key_pem);
    if (!parsed) return of_setting(parsed.error());
    cloudflare::SigningKey key = std::move(*parsed);
    std::unique_ptr<HostedMedia> media(new HostedMedia(settings, parts));
    media->backend_ = LSL_TRY(services::CloudflareMedia::open(
        parts.database, parts.clock, parts.changes, parts.outcomes, parts.recorder, media->uploads_,
        media->api_, std::move(key), settings.cloudflare_stream_customer_code, pulling(settings)));
    media->uploads_loop_.emplace(media->uploads_, parts.clock);
    if (!settings.cloudflare_webhook_secret.empty()) media->open_webhooks(settings, parts.clock);
    return media;
}

void HostedMedia::take(const domain::StudioClass& row, const recorder::RecordingFile& file) {
    static_cast<void>(uploads_.add(row.stream.id, file.name));
    uploads_loop_->wake();
}

std::string HostedMedia::media_origin() const {
    std::string known = backend_->delivery_origin();
    if (!known.empty()) return known;
    // What stands in for the API stands in for the rest as well.
    const auto api = cloudflare::WebUrl::parse(calls_.api_base());
    const bool cloudflares = !api || api->origin == "https://api.cloudflare.com";
    return cloudflares ? "https://*.cloudflarestream.com" : api->origin;
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
