#pragma once

#include <memory>
#include <optional>

#include "server/cloudflare/api_calls.h"
#include "server/cloudflare/stream_api.h"
#include "server/cloudflare/tus_upload.h"
#include "server/config/settings.h"
#include "server/services/hosted/cloudflare_media.h"
#include "server/services/hosted/cloudflare_webhooks.h"
#include "server/services/hosted/recording_uploads.h"

namespace lsl {

/// Everything that speaks to Cloudflare Stream, joined: its API, the backend, and the uploads of
/// what this server recorded. Destroyed before the parts of the server that it is given.
class HostedMedia {
  public:
    struct Parts {
        store::Database& database;
        const Clock& clock;
        services::LiveChanges& changes;
        services::RecordingOutcomes& outcomes;
        recorder::Recorder& recorder;
    };
    /// InvalidInput, with the setting as its field, when the signing key is none.
    static Result<std::unique_ptr<HostedMedia>> open(const config::Settings& settings,
                                                     const Parts& parts);

    services::CloudflareMedia& backend() { return *backend_; }
    /// A finished recording of a class that Cloudflare carries: it is uploaded. Any thread.
    void take(const domain::StudioClass& row, const recorder::RecordingFile& file);
    /// A source for Content-Security-Policy: where media comes from, or may come from as long as
    /// the account's own host is not known. Pages that are open stay without a reload.
    std::string media_origin() const;
    /// Null without a secret for them.
    services::CloudflareWebhooks* webhooks() { return webhooks_ ? &*webhooks_ : nullptr; }

  private:
    HostedMedia(const config::Settings& settings, const Parts& parts);
    void open_webhooks(const config::Settings& settings, const Clock& clock);

    cloudflare::ApiCalls calls_;
    cloudflare::StreamApi api_;
    cloudflare::TusUploads transfers_;
    services::RecordingUploads uploads_;
    std::unique_ptr<services::CloudflareMedia> backend_;
    std::optional<services::RecordingUploadsLoop> uploads_loop_;
    std::optional<services::CloudflareWebhooks> webhooks_;
};

/// The settings have what Cloudflare needs, be it for new classes or for replays of older ones.
bool has_hosted_media(const config::Settings& settings);

}  // namespace lsl
