#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "server/media/ingest/tap.h"
#include "server/media/media_types.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::media {

class Engine;

// What can be asked of the media engine from outside, see MediaThread::ask. A command is a value
// with the type of its answer; `run` names the engine's function that answers it. `room` or
// `session` tells which of several media threads it is for. A new one is written here, joins
// `AnyQuestion` below, and has its handler in the engine: nothing in between knows it by name.

/// The answer of what cannot fail.
struct Done {};

/// WHIP POST (RFC 9725 4.2). A second publisher takes the room over; the first is closed.
struct Publish {
    RoomName room;
    std::string_view offer_sdp;

    using Answer = Result<SessionAnswer>;
    bool opens_room() const { return true; }
    Answer run(Engine& engine, MonoTime now) const;
};

/// WHEP POST. `viewer` tags the session for the events (a user id); a session without one is not
/// counted among the viewers. Works without a publisher: media flows when one comes.
struct Watch {
    RoomName room;
    std::string_view offer_sdp;
    std::string viewer;

    using Answer = Result<SessionAnswer>;
    bool opens_room() const { return true; }
    Answer run(Engine& engine, MonoTime now) const;
};

/// This server as a WHEP client: a recvonly offer to POST to another server, which then is the
/// room's publisher with everything that belongs to one: events, tap, stats, viewers, takeover of
/// the room once it is connected. Errors: Unavailable `media_full`.
///
/// The answer has to follow within 30 seconds. One MediaThread can pull once from an address and
/// port: whoever pulls several streams from one server takes a MediaThread each.
struct Pull {
    RoomName room;

    using Answer = Result<PullOffer>;
    bool opens_room() const { return true; }
    Answer run(Engine& engine, MonoTime now) const;
};

/// The body of the 201 that answered the offer. From here on everything is told by events:
/// PublisherConnected, MediaFlowing, and exactly one PublisherGone, whatever the session ends of
/// (never reached within 20 seconds, DTLS refused, the other side closed or fell silent,
/// CloseSession, another publisher). Pulling again takes a new Pull.
///
/// An error ends the session, without an event: NotFound (no such session, or too late), Malformed
/// `malformed_sdp`, TooLarge `sdp_too_large`, InvalidInput `unsupported_media` (every m-line
/// rejected, no codec of ours, not sending, not bundled), Conflict `peer_taken` (pulled from
/// already). A second answer is a Conflict `already_answered` and ends nothing.
struct AcceptAnswer {
    SessionName session;
    std::string_view answer_sdp;

    using Answer = Result<void>;
    Answer run(Engine& engine, MonoTime now) const;
};

/// PATCH of a session URL: trickle (ignored, the engine is ICE-lite) or ICE restart.
struct PatchSession {
    SessionName session;
    std::string_view fragment;
    std::optional<std::string_view> if_match;

    using Answer = Result<PatchAnswer>;
    Answer run(Engine& engine, MonoTime now) const;
};

/// DELETE of a session URL. NotFound when it is already gone.
struct CloseSession {
    SessionName session;

    using Answer = Result<void>;
    Answer run(Engine& engine, MonoTime now) const;
};

/// Which simulcast layer a viewer wants; at the layer's next key frame it has it. NotFound for
/// anything but a viewer's session, InvalidInput `unknown_layer`.
struct SelectLayer {
    SessionName session;
    LayerSelection selection;

    using Answer = Result<void>;
    Answer run(Engine& engine, MonoTime now) const;
};

/// NotFound for anything but a viewer's session.
struct ReadLayers {
    SessionName session;

    using Answer = Result<ViewerLayers>;
    Answer run(Engine& engine, MonoTime now) const;
};

/// The room a session belongs to and whether it publishes; NotFound for an unknown session.
struct FindSession {
    SessionName session;

    using Answer = Result<SessionInfo>;
    Answer run(Engine& engine, MonoTime now) const;
};

/// Ends whoever publishes to the room, or is about to; its viewers stay.
struct ClosePublisher {
    RoomName room;

    using Answer = Done;
    Answer run(Engine& engine, MonoTime now) const;
};

/// Ends every viewer's session; the publisher stays.
struct CloseViewers {
    RoomName room;

    using Answer = Done;
    Answer run(Engine& engine, MonoTime now) const;
};

/// Ends the publisher and every viewer (class ended or cancelled).
struct CloseRoom {
    RoomName room;

    using Answer = Done;
    bool ends_room() const { return true; }
    Answer run(Engine& engine, MonoTime now) const;
};

/// Attaches or (null) detaches the room's tap. Survives publishers coming and going.
struct SetTap {
    RoomName room;
    std::shared_ptr<MediaTap> tap;

    using Answer = Done;
    /// Taking a tap away is often the last that is heard of a room: it must not place it again.
    bool opens_room() const { return tap != nullptr; }
    Answer run(Engine& engine, MonoTime now) const;
};

struct ReadRoom {
    RoomName room;

    using Answer = RoomStats;
    Answer run(Engine& engine, MonoTime now) const;
};

/// A command on its way, with room for its answer. Both belong to whoever asks, and waits.
template <class Command>
struct Question {
    const Command& command;
    std::optional<typename Command::Answer> answer = std::nullopt;
};

template <class... Commands>
using AnyOf = std::variant<Question<Commands>*...>;
using AnyQuestion =
    AnyOf<Publish, Watch, Pull, AcceptAnswer, PatchSession, CloseSession, SelectLayer, ReadLayers,
          FindSession, ClosePublisher, CloseViewers, CloseRoom, SetTap, ReadRoom>;

}  // namespace lsl::media
