#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "server/media/media_types.h"
#include "server/media/publisher.h"
#include "server/media/room.h"
#include "server/media/sdp_answer.h"
#include "server/media/transport.h"
#include "server/media/viewer.h"

namespace lsl::media {

/// One WHIP or WHEP session: its connection and what it does in its room.
class Session {
  public:
    // RFC 7675 5.1: consent lasts 30 s. A publisher that is gone blocks the room, so it is
    // given up sooner.
    static constexpr std::chrono::microseconds kViewerSilence{30'000'000};
    static constexpr std::chrono::microseconds kPublisherSilence{10'000'000};
    static constexpr std::chrono::microseconds kSetupTime{30'000'000};

    Session(SessionName session_name, std::uint64_t session_id, Room& session_room,
            Negotiation negotiated, const DtlsContext& dtls, IceCredentials credentials,
            MonoTime now)
        : name(std::move(session_name)),
          id(session_id),
          room(&session_room),
          negotiation(std::move(negotiated)),
          transport(dtls, std::move(credentials), negotiation),
          created(now) {
        transport.ice().heard(now);
    }

    bool publishes() const { return negotiation.kind == SessionKind::Publish; }
    /// When the session ends unless more is heard of the peer.
    MonoTime expiry() const {
        if (!transport.ready()) return created + kSetupTime;
        return transport.ice().last_heard() + (publishes() ? kPublisherSilence : kViewerSilence);
    }
    MonoTime deadline() const {
        MonoTime next = expiry();
        if (const auto due = transport.deadline()) next = std::min(next, *due);
        if (transport.ready() && publisher) next = std::min(next, publisher->deadline());
        if (transport.ready() && viewer) next = std::min(next, viewer->deadline());
        return next;
    }

    const SessionName name;
    const std::uint64_t id;
    Room* const room;
    std::string viewer_tag;
    std::string etag;
    Negotiation negotiation;
    LocalDescription local;
    Transport transport;
    std::unique_ptr<Publisher> publisher;  ///< once connected
    std::unique_ptr<Viewer> viewer;
    const MonoTime created;
    MonoTime scheduled_at{INT64_MAX};  ///< of its entry in the engine's timer queue
    bool closing = false;
};

}  // namespace lsl::media
