#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>

#include "server/media/egress/viewer.h"
#include "server/media/ingest/publisher.h"
#include "server/media/media_types.h"
#include "server/media/room/room.h"
#include "server/media/sdp/sdp_answer.h"
#include "server/media/transport/transport.h"

namespace lsl::media {

/// One WHIP or WHEP session: its connection and what it does in its room.
class Session {
  public:
    // RFC 7675 5.1: consent lasts 30 s. A publisher that is gone blocks the room, so it is
    // given up sooner.
    static constexpr std::chrono::microseconds kViewerSilence{30'000'000};
    static constexpr std::chrono::microseconds kPublisherSilence{10'000'000};
    // Consent checks of ours leave every 4 to 6 s; three may be lost.
    static constexpr std::chrono::microseconds kPulledSilence{15'000'000};
    static constexpr std::chrono::microseconds kSetupTime{30'000'000};

    Session(SessionName session_name, std::uint64_t session_id, Room& session_room,
            Negotiation negotiated, const DtlsContext& dtls, IceCredentials credentials,
            const RandomBytes& random, MonoTime now)
        : name(std::move(session_name)),
          id(session_id),
          room(&session_room),
          negotiation(std::move(negotiated)),
          transport(dtls, std::move(credentials), negotiation,
                    static_cast<std::uint32_t>(session_id), random),
          setup_began(now),
          silence(publishes() ? kPublisherSilence : kViewerSilence) {
        transport.ice().heard(now);
    }
    struct Pulled {};
    /// A publisher that we ask for its media: `offered` is what we asked for.
    Session(Pulled, SessionName session_name, std::uint64_t session_id, Room& session_room,
            Negotiation offered, const DtlsContext& dtls, IceCredentials credentials,
            const RandomBytes& random, MonoTime now)
        : name(std::move(session_name)),
          id(session_id),
          room(&session_room),
          negotiation(std::move(offered)),
          pulled(true),
          transport(dtls, std::move(credentials), random),
          setup_began(now),
          silence(kPulledSilence) {
        transport.ice().heard(now);
    }

    bool publishes() const { return negotiation.kind == SessionKind::Publish; }
    /// A viewer who shows in the figures: connected, and somebody's (see Watch).
    bool counts() const { return transport.ready() && !publishes() && !viewer_tag.empty(); }
    /// When the session ends unless more is heard of the peer.
    MonoTime expiry() const {
        if (!transport.ready()) return setup_began + kSetupTime;
        if (publishes()) return transport.ice().last_heard() + silence;
        // What is sent needs consent, which authentic packets alone are not.
        return std::max(setup_began + kSetupTime, transport.last_proof() + silence);
    }
    MonoTime deadline() const {
        MonoTime next = expiry();
        if (const auto due = transport.deadline()) next = std::min(next, *due);
        if (transport.ready() && publisher) next = std::min(next, publisher->deadline());
        if (transport.open() && viewer) next = std::min(next, viewer->deadline());
        return next;
    }

    const SessionName name;
    const std::uint64_t id;
    Room* const room;
    std::string viewer_tag;
    std::string etag;
    Negotiation negotiation;
    LocalDescription local;
    const bool pulled = false;  ///< we offered and receive
    bool answered = false;      ///< of a pulled one: its answer is there, `negotiation` is final
    Transport transport;
    std::unique_ptr<Publisher> publisher;  ///< once connected
    std::unique_ptr<Viewer> viewer;
    MonoTime setup_began;
    const std::chrono::microseconds silence;  ///< longer than that, and the peer is gone
    MonoTime scheduled_at{INT64_MAX};         ///< of its entry in the engine's timer queue
    bool closing = false;
};

}  // namespace lsl::media
