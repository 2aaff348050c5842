#include "server/media/signalling.h"

#include <algorithm>
#include <unordered_map>

#include "server/media/random_text.h"
#include "server/media/sdp/sdp_offer.h"

namespace lsl::media {
namespace {

constexpr std::size_t kNameLength = 32;  // 192 bits
constexpr int kRetryAfterSeconds = 5;
constexpr std::size_t kUfragLength = 8;  // RFC 8839 5.4 asks for 4 at least
constexpr std::size_t kPwdLength = 32;   // and 22

/// A list of entity tags or "*" (RFC 9110 13.1.1); RFC 9725 prints the star with quotes.
bool tag_matches(std::string_view if_match, std::string_view etag) {
    while (!if_match.empty()) {
        const std::size_t comma = if_match.find(',');
        std::string_view tag = if_match.substr(0, comma);
        if_match =
            comma == std::string_view::npos ? std::string_view{} : if_match.substr(comma + 1);
        const std::size_t begin = tag.find_first_not_of(" \t");
        if (begin == std::string_view::npos) continue;
        tag = tag.substr(begin, tag.find_last_not_of(" \t") - begin + 1);
        if (tag == "*" || tag == "\"*\"" || tag == etag) return true;
        // Some clients lose the quotes on the way.
        if (etag.size() > 2 && tag == etag.substr(1, etag.size() - 2)) return true;
    }
    return false;
}

Error no_session() { return not_found("There is no such media session."); }

Error full(std::string detail) {
    Error error = make_error(ErrorCode::Unavailable, "media_full",
                             "The server is full at the moment. Try again in a few seconds.");
    error.retry_after_seconds = kRetryAfterSeconds;
    error.detail = std::move(detail);
    return error;
}

}  // namespace

Signalling::Signalling(const EngineConfig& config, const DtlsContext& dtls, Rooms& rooms,
                       SessionTable& sessions, SessionTimers& timers, SessionCloser& closer)
    : config_(&config),
      dtls_(&dtls),
      rooms_(&rooms),
      sessions_(&sessions),
      timers_(&timers),
      closer_(&closer) {}

IceCredentials Signalling::make_credentials() const {
    IceCredentials credentials;
    do {
        credentials.ufrag = random_text(config_->random, kUfragLength);
    } while (sessions_->by_ufrag(credentials.ufrag) != nullptr);
    credentials.pwd = random_text(config_->random, kPwdLength);
    return credentials;
}

std::string Signalling::make_etag() const { return '"' + random_text(config_->random, 16) + '"'; }

Result<SessionAnswer> Signalling::publish(const RoomName& room, std::string_view offer,
                                          const Turn& turn) {
    return answer(room, offer, SessionKind::Publish, {}, turn);
}

Result<SessionAnswer> Signalling::watch(const RoomName& room, std::string_view offer,
                                        const std::string& viewer, const Turn& turn) {
    return answer(room, offer, SessionKind::Watch, viewer, turn);
}

Result<SessionAnswer> Signalling::answer(const RoomName& room_name, std::string_view offer,
                                         SessionKind kind, const std::string& viewer,
                                         const Turn& turn) {
    const Sdp sdp = LSL_TRY(parse_sdp(offer));
    const Room* room = rooms_->find(room_name);
    // One layer alone leaves nothing to find out about a viewer's line that is worth the price.
    const bool one_layer = room != nullptr && room->publisher != nullptr && room->layers == 1;
    const auto feedback = one_layer ? ViewerFeedback::Light : ViewerFeedback::Precise;
    const auto preferred = room != nullptr ? room->preferred_codec() : std::nullopt;
    Negotiation negotiation = LSL_TRY(negotiate(sdp, kind, feedback, preferred));
    if (const auto refused = find_place(kind, turn)) return *refused;

    auto made = std::make_unique<Session>(random_text(config_->random, kNameLength), next_id_++,
                                          rooms_->at(room_name), std::move(negotiation), *dtls_,
                                          make_credentials(), config_->random, turn.now);
    made->viewer_tag = viewer;
    describe(*made);
    if (kind == SessionKind::Watch) start_viewer(*made);
    const Session& session = enter(std::move(made), turn);
    return SessionAnswer{session.name, write_answer(sdp, session.negotiation, session.local),
                         session.etag};
}

std::optional<Error> Signalling::find_place(SessionKind kind, const Turn& turn) {
    if (sessions_->size() >= config_->max_sessions && !free_a_place(turn)) {
        return full("max_sessions");
    }
    if (kind == SessionKind::Publish && sessions_->publishers() >= config_->max_publishers) {
        return full("max_publishers");
    }
    return std::nullopt;
}

/// Nobody keeps others out of a full server: the viewer with most sessions loses the oldest one.
bool Signalling::free_a_place(const Turn& turn) {
    struct Held {
        int sessions = 0;
        Session* oldest = nullptr;
    };
    std::unordered_map<std::string_view, Held> viewers;
    sessions_->each([&](Session& session) {
        if (session.publishes()) return;
        Held& held = viewers[session.viewer_tag];
        ++held.sessions;
        if (held.oldest == nullptr || session.id < held.oldest->id) held.oldest = &session;
    });
    Held greediest;
    for (const auto& [viewer, held] : viewers) {
        if (held.sessions > greediest.sessions) greediest = held;
    }
    if (greediest.sessions <= kFairPlaces) return false;
    closer_->close(*greediest.oldest, turn);
    closer_->reap();
    return true;
}

/// What our side of the session shows of itself.
void Signalling::describe(Session& session) const {
    const IceCredentials& credentials = session.transport.ice().local();
    session.etag = make_etag();
    session.local.session_id = (std::uint64_t{random_u32(config_->random)} << 16) | session.id;
    session.local.ufrag = credentials.ufrag;
    session.local.pwd = credentials.pwd;
    session.local.fingerprint_sha256 = dtls_->fingerprint_sha256();
    session.local.candidates = config_->candidates;
    session.local.ingest_bitrate_bps = config_->ingest_bitrate_bps;
}

/// Into the tables and its room.
Session& Signalling::enter(std::unique_ptr<Session> made, const Turn& turn) {
    Session& session = sessions_->add(std::move(made));
    Room& room = *session.room;
    if (!session.publishes()) {
        room.viewers.push_back(&session);
    } else {
        // One newcomer at a time; the one on air stays until the newcomer is connected.
        if (room.pending_publisher != nullptr) closer_->close(*room.pending_publisher, turn);
        room.pending_publisher = &session;
    }
    timers_->schedule(session);
    closer_->reap();
    return session;
}

void Signalling::start_viewer(Session& session) const {
    LocalDescription& local = session.local;
    local.cname = random_text(config_->random, 16);
    local.audio_ssrc = random_u32(config_->random) | 1;
    do {
        local.video_ssrc = random_u32(config_->random) | 1;
    } while (local.video_ssrc == local.audio_ssrc);
    do {
        local.video_rtx_ssrc = random_u32(config_->random) | 1;
    } while (local.video_rtx_ssrc == local.audio_ssrc || local.video_rtx_ssrc == local.video_ssrc);

    const auto identity = [this](std::uint32_t ssrc, std::uint32_t rtx_ssrc) {
        StreamIdentity made;
        made.ssrc = ssrc;
        made.rtx_ssrc = rtx_ssrc;
        made.first_sequence = static_cast<std::uint16_t>(random_u32(config_->random) & 0x7fff);
        made.first_rtx_sequence = static_cast<std::uint16_t>(random_u32(config_->random) & 0x7fff);
        made.first_timestamp = random_u32(config_->random);
        return made;
    };
    Viewer::Options options;
    options.cname = local.cname;
    options.audio = identity(local.audio_ssrc, 0);
    options.video = identity(local.video_ssrc, local.video_rtx_ssrc);
    options.ntp_us_at_zero = config_->ntp_us_at_zero;
    session.viewer = std::make_unique<Viewer>(session.negotiation, *session.room, session.transport,
                                              std::move(options));
}

Result<PatchAnswer> Signalling::patch(const SessionName& name, std::string_view text,
                                      std::optional<std::string_view> if_match) {
    Session* session = sessions_->by_name(name);
    // A session that we offered has no URL here.
    if (session == nullptr || session->pulled) return no_session();
    const SdpFragment fragment = LSL_TRY(parse_sdp_fragment(text));
    if (if_match && !tag_matches(*if_match, session->etag)) {
        return make_error(ErrorCode::Conflict, "etag_mismatch",
                          "The ICE session has been restarted in the meantime.");
    }
    const bool has_credentials = !fragment.ice_ufrag.empty() && !fragment.ice_pwd.empty();
    const bool restarts =
        has_credentials && (fragment.ice_ufrag != session->negotiation.remote_ufrag ||
                            fragment.ice_pwd != session->negotiation.remote_pwd);
    if (!restarts) return PatchAnswer{};  // trickle: the peer's checks tell where it is
    if (fragment.ice_ufrag.size() < 4 || fragment.ice_pwd.size() < 22) {
        return make_error(ErrorCode::Malformed, "malformed_sdp",
                          "The new ICE credentials are too short.");
    }
    return restart_ice(*session, fragment);
}

PatchAnswer Signalling::restart_ice(Session& session, const SdpFragment& fragment) {
    const IceCredentials credentials = make_credentials();
    session.transport.restart_ice(credentials, {fragment.ice_ufrag, fragment.ice_pwd});
    sessions_->forget_retired_ufrag(session);
    sessions_->add_ufrag(credentials.ufrag, session);
    session.negotiation.remote_ufrag = fragment.ice_ufrag;
    session.negotiation.remote_pwd = fragment.ice_pwd;
    session.local.ufrag = credentials.ufrag;
    session.local.pwd = credentials.pwd;
    session.etag = make_etag();
    timers_->schedule(session);
    return PatchAnswer{true, write_restart_fragment(session.negotiation, session.local),
                       session.etag};
}

// --- This server as a WHEP client ---------------------------------------------------------------

Result<PullOffer> Signalling::pull(const RoomName& room, const Turn& turn) {
    if (const auto refused = find_place(SessionKind::Publish, turn)) return *refused;
    auto made = std::make_unique<Session>(
        Session::Pulled{}, random_text(config_->random, kNameLength), next_id_++, rooms_->at(room),
        offered_media(), *dtls_, make_credentials(), config_->random, turn.now);
    describe(*made);
    const Session& session = enter(std::move(made), turn);
    return PullOffer{session.name, write_offer(session.negotiation, session.local)};
}

Result<void> Signalling::accept_answer(const SessionName& name, std::string_view answer,
                                       const Turn& turn) {
    Session* session = sessions_->by_name(name);
    if (session == nullptr || !session->pulled) return no_session();
    if (session->answered) {
        return make_error(ErrorCode::Conflict, "already_answered",
                          "This session has its answer already.");
    }
    const auto taken = take_answer(*session, answer, turn.now);
    if (!taken) {
        closer_->close(*session, turn);
        closer_->reap();
    }
    return taken;
}

Result<void> Signalling::take_answer(Session& session, std::string_view answer, MonoTime now) {
    const Sdp sdp = LSL_TRY(parse_sdp(answer));
    Negotiation negotiation = LSL_TRY(negotiate_answer(session.negotiation, sdp));
    LSL_TRY(keep_reachable(session, negotiation.candidates));
    session.negotiation = std::move(negotiation);
    session.answered = true;
    session.setup_began = now;
    for (const IceCandidate& candidate : session.negotiation.candidates) {
        sessions_->set_address(candidate.address, session);
    }
    session.transport.connect(session.negotiation, now);
    timers_->schedule(session);
    return {};
}

/// RFC 8445 6.1.2.2: pairs are of one family. And media is told apart by where it comes from, so an
/// address that somebody here talks to already is of no use.
Result<void> Signalling::keep_reachable(const Session& session,
                                        std::vector<IceCandidate>& candidates) const {
    std::erase_if(candidates, [this](const IceCandidate& candidate) {
        return std::none_of(
            config_->candidates.begin(), config_->candidates.end(),
            [&](const Address& ours) { return ours.is_v4() == candidate.address.is_v4(); });
    });
    const std::size_t ours = candidates.size();
    std::erase_if(candidates, [&](const IceCandidate& candidate) {
        const Session* owner = sessions_->at(candidate.address);
        return owner != nullptr && owner != &session;
    });
    if (ours == 0 || !candidates.empty()) return {};
    return make_error(ErrorCode::Conflict, "peer_taken",
                      "Media from this address is being received already.");
}

}  // namespace lsl::media
