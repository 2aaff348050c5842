#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "server/media/engine_config.h"
#include "server/media/media_types.h"
#include "server/media/room/rooms.h"
#include "server/media/session_closer.h"
#include "server/media/session_table.h"
#include "server/media/session_timers.h"
#include "server/media/transport/dtls.h"
#include "server/media/turn.h"
#include "shared/base/result.h"

namespace lsl::media {

/// The offer and answer of each session, and what follows from them: WHIP and WHEP (RFC 9725) on
/// the answering side, and this server as a WHEP client. Errors and meaning as in commands.h.
class Signalling {
  public:
    /// All of them outlive it.
    Signalling(const EngineConfig& config, const DtlsContext& dtls, Rooms& rooms,
               SessionTable& sessions, SessionTimers& timers, SessionCloser& closer);

    Result<SessionAnswer> publish(const RoomName& room, std::string_view offer, const Turn& turn);
    /// `viewer` tags the session for events; empty = nobody's, not counted.
    Result<SessionAnswer> watch(const RoomName& room, std::string_view offer,
                                const std::string& viewer, const Turn& turn);
    Result<PullOffer> pull(const RoomName& room, const Turn& turn);
    /// An answer of no use ends the session.
    Result<void> accept_answer(const SessionName& session, std::string_view answer,
                               const Turn& turn);
    Result<PatchAnswer> patch(const SessionName& session, std::string_view fragment,
                              std::optional<std::string_view> if_match);

  private:
    /// Sessions of one viewer that a full server does not take away for somebody else.
    static constexpr int kFairPlaces = 4;

    Result<SessionAnswer> answer(const RoomName& room, std::string_view offer, SessionKind kind,
                                 const std::string& viewer, const Turn& turn);
    std::optional<Error> find_place(SessionKind kind, const Turn& turn);
    bool free_a_place(const Turn& turn);
    IceCredentials make_credentials() const;
    std::string make_etag() const;
    void describe(Session& session) const;
    void start_viewer(Session& session) const;
    Session& enter(std::unique_ptr<Session> made, const Turn& turn);
    Result<void> take_answer(Session& session, std::string_view answer, MonoTime now);
    Result<void> keep_reachable(const Session& session,
                                std::vector<IceCandidate>& candidates) const;
    PatchAnswer restart_ice(Session& session, const SdpFragment& fragment);

    const EngineConfig* config_;
    const DtlsContext* dtls_;
    Rooms* rooms_;
    SessionTable* sessions_;
    SessionTimers* timers_;
    SessionCloser* closer_;
    std::uint64_t next_id_ = 1;
};

}  // namespace lsl::media
