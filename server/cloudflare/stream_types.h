#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/time.h"

namespace lsl::cloudflare {

/// Fields that are missing, null or of another type than expected keep these defaults, and unknown
/// enum values read as Unknown: Cloudflare's answers change without notice.

enum class Connection {
    Never,         ///< status null
    Connected,     ///< "connected", "reconnected"
    Disconnected,  ///< was on air and is not
    Unknown,
};

/// A place to broadcast to. Entries of a list have no URLs.
struct LiveInput {
    std::string uid;
    std::string name;  ///< meta.name
    std::optional<UtcTime> created;
    std::optional<UtcTime> modified;
    bool enabled = true;
    Connection connection = Connection::Never;  ///< of RTMPS and SRT; not reliable for WebRTC
    bool recording_automatic = false;
    bool requires_signed_urls = false;
    std::string whip_url;  ///< secret: whoever has it can broadcast
    std::string whep_url;
    std::string hls_url;
    std::string dash_url;
    std::string rtmps_url;
    std::string rtmps_stream_key;  ///< secret
};

enum class VideoState {
    Unknown,
    PendingUpload,
    Downloading,
    Queued,
    InProgress,
    Ready,
    Error,
    LiveInProgress,
};

struct Video {
    std::string uid;
    std::string name;  ///< meta.name
    std::string creator;
    std::string live_input;  ///< uid of the live input it came from, or empty
    std::optional<UtcTime> created;
    std::optional<UtcTime> modified;
    bool ready_to_stream = false;  ///< it plays, perhaps in one quality only
    VideoState state = VideoState::Unknown;
    double percent_complete = 0;
    std::string error_code;  ///< "ERR_NON_VIDEO" …
    std::string error_text;
    bool requires_signed_urls = false;
    std::optional<double> duration_seconds;
    std::optional<int> width;
    std::optional<int> height;
    std::int64_t bytes = 0;
    std::string hls_url;
    std::string dash_url;
    std::string thumbnail_url;

    /// Every quality exists.
    bool is_complete() const {
        return ready_to_stream && state == VideoState::Ready && percent_complete >= 100;
    }
};

/// What `/lifecycle` tells of a live input.
struct Lifecycle {
    bool is_input = false;
    bool live = false;
    std::string video_uid;  ///< of the running broadcast, or empty
};

/// As it is made: `pem` is told this one time.
struct NewSigningKey {
    std::string id;
    std::string pem;  ///< base64 of a PEM text; secret
    std::optional<UtcTime> created;
};

struct SigningKeyEntry {
    std::string id;
    std::optional<UtcTime> created;
};

/// The account's one subscription to video webhooks.
struct WebhookSubscription {
    std::string notification_url;
    std::string secret;  ///< for `verify_video_webhook`
    std::optional<UtcTime> modified;
};

struct StorageUse {
    double stored_minutes = 0;
    double stored_minutes_limit = 0;
    std::int64_t videos = 0;
};

}  // namespace lsl::cloudflare
