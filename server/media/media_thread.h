#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "server/media/tap.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace lsl::media {

/// A class's meeting point: one publisher, many viewers. Named by the caller (live_input_id).
using RoomName = std::string;
/// Unguessable path segment of a WHIP or WHEP session URL.
using SessionName = std::string;

struct MediaOptions {
    std::string bind_address = "127.0.0.1";  ///< "0.0.0.0" or "::" outside development
    std::uint16_t udp_port = 8189;           ///< 0 = any free port (tests)
    std::vector<std::string> public_addresses;  ///< announced as host candidates; empty = the bound one
    std::size_t max_sessions = 2000;         ///< beyond it: Error Unavailable with retry_after_seconds
};

struct SessionAnswer {
    SessionName session;
    std::string sdp;
    std::string etag;  ///< strong entity tag of the ICE session, with its quotes
};

struct PatchAnswer {
    bool restarted = false;  ///< true: 200 with `fragment` and `etag`; false: 204 without a body
    std::string fragment;
    std::string etag;
};

/// What happens in the engine, as values; delivered on the media thread, must not block.
struct PublisherConnected { RoomName room; SessionName session; };
struct PublisherGone { RoomName room; SessionName session; };
struct MediaFlowing { RoomName room; };  ///< the first complete key frame of this publisher came in
struct ViewerReceiving { RoomName room; SessionName session; std::string viewer; };  ///< first key frame sent on
struct ViewerGone { RoomName room; SessionName session; std::string viewer; };
using MediaEvent =
    std::variant<PublisherConnected, PublisherGone, MediaFlowing, ViewerReceiving, ViewerGone>;
using MediaListener = std::function<void(const MediaEvent&)>;

/// A room's health for the instructor's screen and /metrics.
struct RoomStats {
    bool publisher_connected = false;
    std::optional<Codec> video_codec;
    std::int64_t video_bitrate_bps = 0;  ///< over the last second
    std::int64_t audio_bitrate_bps = 0;
    double frames_per_second = 0;
    double loss_percent = 0;             ///< publisher to server, before retransmission
    double round_trip_ms = 0;            ///< publisher to server, 0 = not known yet
    std::int64_t viewers = 0;            ///< connected (ICE and DTLS up)
    std::int64_t packets_forwarded = 0;
};

struct EngineStats {
    std::int64_t sessions = 0;
    std::int64_t packets_received = 0;
    std::int64_t packets_sent = 0;
    std::int64_t bytes_received = 0;
    std::int64_t bytes_sent = 0;
    std::vector<std::pair<std::string, std::int64_t>> drops;  ///< by reason, stable snake_case names
};

/// Owns the UDP socket, the only thread that touches the sans-IO engine, and time for it.
/// Every method may be called from any thread; each posts a command and waits for its answer
/// (milliseconds). Who may publish or watch is the caller's decision, made before the call.
class MediaThread {
  public:
    static Result<std::unique_ptr<MediaThread>> start(const MediaOptions& options,
                                                      const Clock& clock, MediaListener listener);
    virtual ~MediaThread() = default;

    /// WHIP POST (RFC 9725 4.2). A second publisher takes the room over; the first is closed.
    virtual Result<SessionAnswer> publish(const RoomName& room, std::string_view offer_sdp) = 0;
    /// WHEP POST. `viewer` tags the session for `close_viewer` and the events (a user id).
    /// Works without a publisher: media flows when one comes.
    virtual Result<SessionAnswer> watch(const RoomName& room, std::string_view offer_sdp,
                                        const std::string& viewer) = 0;
    /// PATCH of a session URL: trickle (ignored, the engine is ICE-lite) or ICE restart.
    virtual Result<PatchAnswer> patch(const SessionName& session, std::string_view fragment,
                                      std::optional<std::string_view> if_match) = 0;
    /// DELETE of a session URL. NotFound when it is already gone.
    virtual Result<void> close_session(const SessionName& session) = 0;
    /// The room a session belongs to and whether it publishes; NotFound for an unknown session.
    struct SessionInfo { RoomName room; bool publishes; std::string viewer; };
    virtual Result<SessionInfo> session_info(const SessionName& session) = 0;
    /// Ends every session of one viewer in a room (access revoked).
    virtual void close_viewer(const RoomName& room, const std::string& viewer) = 0;
    /// Ends the publisher and every viewer (class ended or cancelled).
    virtual void close_room(const RoomName& room) = 0;
    /// Attaches or (nullptr) detaches the room's tap. Survives publishers coming and going.
    virtual void set_tap(const RoomName& room, std::shared_ptr<MediaTap> tap) = 0;

    virtual RoomStats room_stats(const RoomName& room) = 0;
    virtual EngineStats engine_stats() = 0;
    virtual std::uint16_t udp_port() const = 0;
};

}  // namespace lsl::media
