#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "server/media/counters.h"
#include "server/media/ingest/tap.h"

namespace lsl::media {

/// A class's meeting point: one publisher, many viewers. Named by the caller (live_input_id).
using RoomName = std::string;
/// Unguessable path segment of a WHIP or WHEP session URL.
using SessionName = std::string;

struct MediaOptions {
    std::string bind_address = "127.0.0.1";  ///< "0.0.0.0" or "::" outside development
    std::uint16_t udp_port = 8189;           ///< 0 = any free port (tests)
    std::vector<std::string>
        public_addresses;             ///< announced as host candidates; empty = the bound one
    std::size_t max_sessions = 2000;  ///< beyond it: Error Unavailable with retry_after_seconds
    std::size_t max_publishers = 64;  ///< of those; each may keep some 8 MB of its stream
    std::uint64_t ingest_bitrate_bps = 4'000'000;  ///< what publishers are told they may send
};

struct SessionAnswer {
    SessionName session;
    std::string sdp;
    std::string etag;  ///< strong entity tag of the ICE session, with its quotes
};

/// What another media server is asked for, this server being the viewer.
struct PullOffer {
    SessionName session;
    std::string offer_sdp;
};

struct PatchAnswer {
    bool restarted = false;  ///< true: 200 with `fragment` and `etag`; false: 204 without a body
    std::string fragment;
    std::string etag;
};

struct SessionInfo {
    RoomName room;
    bool publishes = false;
    std::string viewer;  ///< as it was tagged
};

/// What happens in the engine, as values; delivered on the media thread, must not block.
struct PublisherConnected {
    RoomName room;
    SessionName session;
};
struct PublisherGone {
    RoomName room;
    SessionName session;
};
struct MediaFlowing {
    RoomName room;
};  ///< the first complete key frame of this publisher came in
struct ViewerReceiving {
    RoomName room;
    SessionName session;
    std::string viewer;
};  ///< first key frame sent on
struct ViewerGone {
    RoomName room;
    SessionName session;
    std::string viewer;
};
using MediaEvent =
    std::variant<PublisherConnected, PublisherGone, MediaFlowing, ViewerReceiving, ViewerGone>;
using MediaListener = std::function<void(const MediaEvent&)>;

/// One simulcast layer of a room's picture, or all there is of it.
struct LayerStats {
    std::string rid;  ///< empty where the publisher sends one picture only
    int width = 0;    ///< 0 = not known
    int height = 0;
    std::int64_t bitrate_bps = 0;  ///< over the last second
    double frames_per_second = 0;
    bool flows = false;
};

/// What a viewer asks of the layers (WHEP events draft, video layer selection); nothing = the best
/// that its line carries.
struct LayerSelection {
    std::string rid;     ///< this layer and no other
    int max_width = 0;   ///< 0 = no limit
    int max_height = 0;  ///< 0 = no limit

    bool is_automatic() const { return rid.empty() && max_width == 0 && max_height == 0; }
};

/// The layers as one viewer's session has them.
struct ViewerLayers {
    bool on_air = false;       ///< a publisher is connected
    std::int64_t viewers = 0;  ///< of the room, connected
    std::size_t line = 0;      ///< m-line of the video in the viewer's offer
    std::vector<LayerStats> layers;
    std::optional<std::size_t> current;  ///< of `layers`, being sent; none = sound alone
};

/// A room's health for the instructor's screen and /metrics.
struct RoomStats {
    bool publisher_connected = false;
    bool publisher_pulled = false;  ///< it is another server, see Pull
    std::optional<Codec> video_codec;
    std::vector<LayerStats> layers;      ///< in the order of the publisher's offer
    std::int64_t video_bitrate_bps = 0;  ///< over the last second, all layers together
    std::int64_t audio_bitrate_bps = 0;
    double frames_per_second = 0;  ///< of the best layer
    double loss_percent = 0;       ///< publisher to server, before retransmission
    double round_trip_ms = 0;      ///< publisher to server, 0 = not known yet
    std::int64_t viewers = 0;      ///< connected (ICE and DTLS up)
    std::int64_t packets_forwarded = 0;
    std::int64_t viewers_without_video =
        0;  ///< answered none of the codecs that the publisher sends
    bool b_frames =
        false;  ///< H264 with B-frames: players stutter, the encoder should turn them off
};

struct EngineStats {
    std::int64_t sessions = 0;
    std::int64_t publishers = 0;  ///< of those, connected
    std::int64_t viewers = 0;     ///< likewise
    std::int64_t rooms = 0;
    std::int64_t ring_misses = 0;  ///< packets asked for again that were no longer there
    MediaCounters counters;
    SocketStats socket;
    std::int64_t packets_received = 0;
    std::int64_t packets_sent = 0;
    std::int64_t bytes_received = 0;
    std::int64_t bytes_sent = 0;
    std::vector<std::pair<std::string, std::int64_t>>
        drops;  ///< by reason, stable snake_case names
};

}  // namespace lsl::media
