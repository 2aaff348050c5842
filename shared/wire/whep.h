#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/wire/json/archive.h"

// Messages of the WHEP extensions (draft-ietf-wish-whep, companion "WebRTC-HTTP Egress Protocol
// Events"): video layer selection and server-sent events.

namespace lsl::wire {

/// What a player asks for; nothing = the server chooses.
struct WhepLayerRequest {
    std::optional<std::string> media_id;  ///< index of the m-line
    std::optional<std::string> rid;
    std::optional<std::int64_t> max_width;
    std::optional<std::int64_t> max_height;
};
inline void describe(Archive& a, WhepLayerRequest& m) {
    a.extra("mediaId", m.media_id);
    a.extra("rid", m.rid);
    a.extra("maxWidth", m.max_width);
    a.extra("maxHeight", m.max_height);
}

/// The draft has a bare list; this is what is wrapped around it.
struct WhepEventTypes {
    std::vector<std::string> types;
};
inline void describe(Archive& a, WhepEventTypes& m) { a.field("types", m.types); }

/// One entry of a `layers` event. A layer without a bitrate is not sent by the publisher.
struct WhepLayer {
    std::string rid;
    std::int64_t bitrate = 0;
    std::int64_t width = 0;
    std::int64_t height = 0;
    bool active = false;  ///< ours: this viewer gets it
};
inline void describe(Archive& a, WhepLayer& m) {
    a.field("rid", m.rid);
    a.field("bitrate", m.bitrate);
    a.field("width", m.width);
    a.field("height", m.height);
    a.field("active", m.active);
}

}  // namespace lsl::wire
