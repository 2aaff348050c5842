#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/cloudflare/api_calls.h"
#include "server/cloudflare/delivery.h"
#include "server/cloudflare/stream_requests.h"
#include "server/cloudflare/stream_types.h"
#include "shared/base/result.h"

namespace lsl::cloudflare {

/// The calls of Cloudflare Stream. Blocking, thread-safe; errors and retries as in `ApiCalls`.
/// Deleting what is not there succeeds. An answer that is no JSON or lacks an id is Unavailable
/// "hosted_media_unreachable": it was cut on its way or is not Cloudflare's.
class StreamApi {
  public:
    /// `calls` outlives the object.
    explicit StreamApi(ApiCalls& calls) : calls_(calls) {}

    /// The same key (≤ 255 bytes) within six hours gives the same input; Conflict when that one was
    /// deleted. InvalidInput for an empty or longer key.
    Result<LiveInput> create_live_input(const NewLiveInput& input,
                                        const std::string& idempotency_key);
    Result<LiveInput> live_input(const std::string& uid);
    Result<std::vector<LiveInput>> live_inputs();
    Result<LiveInput> change_live_input(const std::string& uid, const LiveInputChange& change);
    /// Disabled inputs refuse and end broadcasts; rotating ends WebRTC broadcasts surely.
    Result<LiveInput> rotate_keys(const std::string& uid);
    /// Its recordings stay.
    Result<void> delete_live_input(const std::string& uid);

    /// Videos of one input, one per broadcast, newest first.
    Result<std::vector<Video>> recordings_of(const std::string& live_input);
    Result<Video> video(const std::string& uid);
    Result<std::vector<Video>> videos(const VideoFilter& filter);
    Result<Video> change_video(const std::string& uid, const VideoChange& change);
    Result<void> delete_video(const std::string& uid);

    Result<NewSigningKey> create_signing_key();
    Result<std::vector<SigningKeyEntry>> signing_keys();
    /// Kills every token made with it.
    Result<void> delete_signing_key(const std::string& id);

    Result<WebhookSubscription> set_webhook(const std::string& notification_url);
    Result<WebhookSubscription> webhook();
    Result<void> delete_webhook();

    Result<StorageUse> storage_use();

    /// From the delivery domain, without the API token and outside of the rate window; `id` is a
    /// live input's uid or a signed token. Nothing when the answer says nothing, which is what
    /// WebRTC broadcasts get (204, 4xx, no such field).
    Result<std::optional<Lifecycle>> lifecycle(const DeliveryBase& delivery, const std::string& id);
    Result<std::optional<std::int64_t>> live_viewers(const DeliveryBase& delivery,
                                                     const std::string& id);

  private:
    Result<void> remove(const std::string& name, const std::string& path);

    ApiCalls& calls_;
};

}  // namespace lsl::cloudflare
