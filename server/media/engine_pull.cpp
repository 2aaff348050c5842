// This server as a WHEP client: the offer, and what follows from its answer.

#include <algorithm>

#include "server/media/engine.h"
#include "server/media/sdp_offer.h"

namespace lsl::media {

Result<PullOffer> Engine::pull(const RoomName& room, MonoTime now) {
    begin_batch();
    if (const auto refused = full_for(SessionKind::Publish, now)) return *refused;
    const IceCredentials credentials = random_credentials();
    auto made =
        std::make_unique<Session>(random_text(kNameLength), next_id_++, room_named(room),
                                  offered_media(), *dtls_, credentials, config_.random, now);
    describe(*made);
    const Session& session = enter(std::move(made), now);
    return PullOffer{session.name, write_offer(session.negotiation, session.local)};
}

Result<void> Engine::accept_answer(const SessionName& name, std::string_view answer, MonoTime now) {
    begin_batch();
    const auto found = sessions_.find(name);
    if (found == sessions_.end() || !found->second->pulled) {
        return not_found("There is no such media session.");
    }
    Session& session = *found->second;
    if (session.answered) {
        return make_error(ErrorCode::Conflict, "already_answered",
                          "This session has its answer already.");
    }
    const auto taken = take_answer(session, answer, now);
    if (!taken) {
        close(session, now);
        reap();
    }
    return taken;
}

Result<void> Engine::take_answer(Session& session, std::string_view answer, MonoTime now) {
    const Sdp sdp = LSL_TRY(parse_sdp(answer));
    Negotiation negotiation = LSL_TRY(negotiate_answer(session.negotiation, sdp));
    LSL_TRY(keep_reachable(session, negotiation.candidates));
    session.negotiation = std::move(negotiation);
    session.answered = true;
    session.setup_began = now;
    for (const IceCandidate& candidate : session.negotiation.candidates) {
        tuples_.set(candidate.address, &session);
    }
    session.transport.connect(session.negotiation, now);
    schedule(session);
    return {};
}

/// RFC 8445 6.1.2.2: pairs are of one family. And media is told apart by where it comes from, so an
/// address that somebody here talks to already is of no use.
Result<void> Engine::keep_reachable(Session& session, std::vector<IceCandidate>& candidates) {
    std::erase_if(candidates, [this](const IceCandidate& candidate) {
        return std::none_of(
            config_.candidates.begin(), config_.candidates.end(),
            [&](const Address& ours) { return ours.is_v4() == candidate.address.is_v4(); });
    });
    const std::size_t ours = candidates.size();
    std::erase_if(candidates, [&](const IceCandidate& candidate) {
        const Session* owner = tuples_.find(candidate.address);
        return owner != nullptr && owner != &session;
    });
    if (ours == 0 || !candidates.empty()) return {};
    return make_error(ErrorCode::Conflict, "peer_taken",
                      "Media from this address is being received already.");
}

}  // namespace lsl::media
