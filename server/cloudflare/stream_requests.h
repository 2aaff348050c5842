#pragma once

#include <optional>
#include <string>
#include <vector>

#include "shared/base/time.h"

namespace lsl::cloudflare {

/// The whole recording section is sent each time: what an omission resets is not documented.
struct RecordingRules {
    bool automatic = false;  ///< of RTMPS and SRT broadcasts only; WebRTC is never recorded there
    bool require_signed_urls = true;  ///< for playback by the input's id, live WHEP included
    std::vector<std::string> allowed_origins;  ///< hosts; empty = all
    int timeout_seconds = 0;                   ///< 0 = the platform's default
};

struct NewLiveInput {
    std::string name;
    std::string creator;  ///< at most 64 bytes; may be empty
    RecordingRules recording;
};

/// What is absent stays as it is.
struct LiveInputChange {
    std::optional<std::string> name;
    std::optional<bool> enabled;
    std::optional<RecordingRules> recording;
};

struct VideoChange {
    std::optional<std::string> name;
    std::optional<std::string> creator;
    std::optional<bool> require_signed_urls;
    std::optional<std::vector<std::string>> allowed_origins;
};

/// All that is given has to fit; newest first, one answer of at most `limit` (1,000).
struct VideoFilter {
    std::string live_input;
    std::string creator;
    std::string search;  ///< in the name
    std::string status;  ///< "ready", "inprogress" …
    std::optional<UtcTime> created_before;
    std::optional<UtcTime> created_after;
    int limit = 1'000;
};

}  // namespace lsl::cloudflare
