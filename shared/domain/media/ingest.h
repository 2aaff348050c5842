#pragma once

#include <string>
#include <string_view>

#include "shared/base/text_id.h"

namespace lsl::domain {

/// Where viewers find the live picture of a class. Anybody may know it: to see something there
/// takes a playback token.
struct LivePlayback {
    std::string backend;  ///< who carries the media: "local" or "cloudflare"
    PlaybackId playback_id;
    bool operator==(const LivePlayback&) const = default;
};

/// What it takes to send the picture of a class. Secret: of a hosted class the URL alone is enough
/// to publish, of a local one the token is.
struct PublishAccess {
    LiveInputId live_input_id;
    std::string webrtc_url;
    std::string webrtc_token;  ///< empty once the class is over, and where the URL is the secret
    bool operator==(const PublishAccess&) const = default;
};

/// An input of a class, the same from its making to the end of the class.
struct Ingest {
    LivePlayback playback;
    PublishAccess access;
};

/// The name of the input that a class has from its making on.
inline constexpr std::string_view main_input = "main";

}  // namespace lsl::domain
