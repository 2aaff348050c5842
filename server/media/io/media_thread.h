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

#include "server/media/ingest/tap.h"
#include "server/media/media_types.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace lsl::media {

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
    /// WHEP POST. `viewer` tags the session for the events (a user id); a session without one
    /// is not counted among the viewers. Works without a publisher: media flows when one comes.
    virtual Result<SessionAnswer> watch(const RoomName& room, std::string_view offer_sdp,
                                        const std::string& viewer) = 0;
    /// This server as a WHEP client: a recvonly offer to POST to another server, which then is the
    /// room's publisher with everything that belongs to one: events, tap, stats, viewers, takeover
    /// of the room once it is connected. Errors: Unavailable `media_full`.
    ///
    /// The answer has to follow within 30 seconds. One MediaThread can pull once from an address
    /// and port: whoever pulls several streams from one server takes a MediaThread each.
    virtual Result<PullOffer> pull(const RoomName& room) = 0;
    /// The body of the 201 that answered the offer. From here on everything is told by events:
    /// PublisherConnected, MediaFlowing, and exactly one PublisherGone, whatever the session ends
    /// of (never reached within 20 seconds, DTLS refused, the other side closed or fell silent,
    /// `close_session`, another publisher). Pulling again takes a new `pull`.
    ///
    /// An error ends the session, without an event: NotFound (no such session, or too late),
    /// Malformed `malformed_sdp`, TooLarge `sdp_too_large`, InvalidInput `unsupported_media`
    /// (every m-line rejected, no codec of ours, not sending, not bundled), Conflict `peer_taken`
    /// (pulled from already). A second answer is a Conflict `already_answered` and ends nothing.
    virtual Result<void> accept_answer(const SessionName& session, std::string_view answer_sdp) = 0;
    /// PATCH of a session URL: trickle (ignored, the engine is ICE-lite) or ICE restart.
    virtual Result<PatchAnswer> patch(const SessionName& session, std::string_view fragment,
                                      std::optional<std::string_view> if_match) = 0;
    /// DELETE of a session URL. NotFound when it is already gone.
    virtual Result<void> close_session(const SessionName& session) = 0;
    /// Which simulcast layer a viewer wants; at the layer's next key frame it has it. NotFound for
    /// anything but a viewer's session, InvalidInput `unknown_layer`.
    virtual Result<void> select_layer(const SessionName& session, LayerSelection selection) = 0;
    virtual Result<ViewerLayers> viewer_layers(const SessionName& session) = 0;
    /// The room a session belongs to and whether it publishes; NotFound for an unknown session.
    struct SessionInfo {
        RoomName room;
        bool publishes;
        std::string viewer;
    };
    virtual Result<SessionInfo> session_info(const SessionName& session) = 0;
    /// Ends whoever publishes to the room, or is about to; its viewers stay.
    virtual void close_publisher(const RoomName& room) = 0;
    /// Ends every viewer's session; the publisher stays.
    virtual void close_viewers(const RoomName& room) = 0;
    /// Ends the publisher and every viewer (class ended or cancelled).
    virtual void close_room(const RoomName& room) = 0;
    /// Attaches or (nullptr) detaches the room's tap. Survives publishers coming and going.
    virtual void set_tap(const RoomName& room, std::shared_ptr<MediaTap> tap) = 0;

    virtual RoomStats room_stats(const RoomName& room) = 0;
    virtual EngineStats engine_stats() = 0;
    virtual std::uint16_t udp_port() const = 0;
};

}  // namespace lsl::media
