#include <algorithm>

#include "server/media/engine.h"

namespace lsl::media {
namespace {

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

Error full(std::string detail) {
    Error error = make_error(ErrorCode::Unavailable, "media_full",
                             "The server is full at the moment. Try again in a few seconds.");
    error.retry_after_seconds = kRetryAfterSeconds;
    error.detail = std::move(detail);
    return error;
}

}  // namespace

std::string Engine::random_text(std::size_t length) {
    // ice-char of RFC 8839 5.4 without "+" and "/": 6 bits a character, fit for URLs but for "-_",
    // which ICE does not know, so a few letters are twice as likely.
    constexpr std::string_view kLetters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789ab";
    std::vector<std::byte> bytes(length);
    config_.random(bytes);
    std::string text;
    for (std::byte b : bytes) text += kLetters[std::to_integer<unsigned>(b) & 63];
    return text;
}

std::uint32_t Engine::random_u32() {
    std::array<std::byte, 4> bytes;
    config_.random(bytes);
    return load32(bytes.data());
}

IceCredentials Engine::random_credentials() {
    IceCredentials credentials;
    do {
        credentials.ufrag = random_text(kUfragLength);
    } while (sessions_by_ufrag_.contains(credentials.ufrag));
    credentials.pwd = random_text(kPwdLength);
    return credentials;
}

Room& Engine::room_named(const RoomName& name) {
    auto& room = rooms_[name];
    if (!room) room = std::make_unique<Room>(name, counters_);
    return *room;
}

Result<SessionAnswer> Engine::publish(const RoomName& room, std::string_view offer, MonoTime now) {
    return open(room, offer, SessionKind::Publish, {}, now);
}

Result<SessionAnswer> Engine::watch(const RoomName& room, std::string_view offer,
                                    const std::string& viewer, MonoTime now) {
    return open(room, offer, SessionKind::Watch, viewer, now);
}

Result<SessionAnswer> Engine::open(const RoomName& room_name, std::string_view offer,
                                   SessionKind kind, const std::string& viewer, MonoTime now) {
    begin_batch();
    const Sdp sdp = LSL_TRY(parse_sdp(offer));
    // One layer alone leaves nothing to find out about a viewer's line that is worth the price.
    const auto found = rooms_.find(room_name);
    const bool one_layer =
        found != rooms_.end() && found->second->publisher != nullptr && found->second->layers == 1;
    const auto feedback = one_layer ? ViewerFeedback::Light : ViewerFeedback::Precise;
    Negotiation negotiation = LSL_TRY(negotiate(sdp, kind, feedback));
    if (const auto refused = full_for(kind, now)) return *refused;

    const IceCredentials credentials = random_credentials();
    auto made =
        std::make_unique<Session>(random_text(kNameLength), next_id_++, room_named(room_name),
                                  std::move(negotiation), *dtls_, credentials, now);
    made->viewer_tag = viewer;
    describe(*made);
    if (kind == SessionKind::Watch) start_viewer(*made);
    const Session& session = enter(std::move(made), now);
    return SessionAnswer{session.name, write_answer(sdp, session.negotiation, session.local),
                         session.etag};
}

std::optional<Error> Engine::full_for(SessionKind kind, MonoTime now) {
    if (sessions_.size() >= config_.max_sessions && !free_a_place(now)) {
        return full("max_sessions");
    }
    if (kind == SessionKind::Publish && publishers_ >= config_.max_publishers) {
        return full("max_publishers");
    }
    return std::nullopt;
}

/// Nobody keeps others out of a full server: the viewer with most sessions loses the oldest one.
bool Engine::free_a_place(MonoTime now) {
    struct Held {
        int sessions = 0;
        Session* oldest = nullptr;
    };
    std::unordered_map<std::string_view, Held> viewers;
    Held greediest;
    for (const auto& [name, session] : sessions_) {
        if (session->publishes()) continue;
        Held& held = viewers[session->viewer_tag];
        ++held.sessions;
        if (held.oldest == nullptr || session->id < held.oldest->id) held.oldest = session.get();
    }
    for (const auto& [viewer, held] : viewers) {
        if (held.sessions > greediest.sessions) greediest = held;
    }
    if (greediest.sessions <= kFairPlaces) return false;
    close(*greediest.oldest, now);
    reap();
    return true;
}

/// What our side of the session shows of itself.
void Engine::describe(Session& session) {
    const IceCredentials& credentials = session.transport.ice().local();
    session.etag = '"' + random_text(16) + '"';
    session.local.session_id = (std::uint64_t{random_u32()} << 16) | session.id;
    session.local.ufrag = credentials.ufrag;
    session.local.pwd = credentials.pwd;
    session.local.fingerprint_sha256 = dtls_->fingerprint_sha256();
    session.local.candidates = config_.candidates;
    session.local.ingest_bitrate_bps = config_.ingest_bitrate_bps;
}

/// Into the tables and its room.
Session& Engine::enter(std::unique_ptr<Session> made, MonoTime now) {
    Session& session = *made;
    Room& room = *session.room;
    sessions_by_ufrag_[session.local.ufrag] = &session;
    sessions_by_id_[session.id] = &session;
    sessions_[session.name] = std::move(made);
    if (!session.publishes()) {
        room.viewers.push_back(&session);
    } else {
        ++publishers_;
        // One newcomer at a time; the one on air stays until the newcomer is connected.
        if (room.pending_publisher != nullptr) close(*room.pending_publisher, now);
        room.pending_publisher = &session;
    }
    schedule(session);
    reap();
    return session;
}

void Engine::start_viewer(Session& session) {
    LocalDescription& local = session.local;
    local.cname = random_text(16);
    local.audio_ssrc = random_u32() | 1;
    do {
        local.video_ssrc = random_u32() | 1;
    } while (local.video_ssrc == local.audio_ssrc);
    do {
        local.video_rtx_ssrc = random_u32() | 1;
    } while (local.video_rtx_ssrc == local.audio_ssrc || local.video_rtx_ssrc == local.video_ssrc);

    const auto identity = [this](std::uint32_t ssrc, std::uint32_t rtx_ssrc) {
        EgressTrack::Identity made;
        made.ssrc = ssrc;
        made.rtx_ssrc = rtx_ssrc;
        made.first_sequence = static_cast<std::uint16_t>(random_u32() & 0x7fff);
        made.first_rtx_sequence = static_cast<std::uint16_t>(random_u32() & 0x7fff);
        made.first_timestamp = random_u32();
        return made;
    };
    Viewer::Options options;
    options.cname = local.cname;
    options.audio = identity(local.audio_ssrc, 0);
    options.video = identity(local.video_ssrc, local.video_rtx_ssrc);
    options.ntp_us_at_zero = config_.ntp_us_at_zero;
    session.viewer =
        std::make_unique<Viewer>(session.negotiation, *session.room, std::move(options));
}

Result<PatchAnswer> Engine::patch(const SessionName& name, std::string_view text,
                                  std::optional<std::string_view> if_match) {
    begin_batch();
    const auto found = sessions_.find(name);
    if (found == sessions_.end()) return not_found("There is no such media session.");
    Session& session = *found->second;
    // A session that we offered has no URL here.
    if (session.pulled) return not_found("There is no such media session.");
    const SdpFragment fragment = LSL_TRY(parse_sdp_fragment(text));
    if (if_match && !tag_matches(*if_match, session.etag)) {
        return make_error(ErrorCode::Conflict, "etag_mismatch",
                          "The ICE session has been restarted in the meantime.");
    }
    const bool has_credentials = !fragment.ice_ufrag.empty() && !fragment.ice_pwd.empty();
    const bool restarts =
        has_credentials && (fragment.ice_ufrag != session.negotiation.remote_ufrag ||
                            fragment.ice_pwd != session.negotiation.remote_pwd);
    if (!restarts) return PatchAnswer{};  // trickle: the peer's checks tell where it is

    if (fragment.ice_ufrag.size() < 4 || fragment.ice_pwd.size() < 22) {
        return make_error(ErrorCode::Malformed, "malformed_sdp",
                          "The new ICE credentials are too short.");
    }
    const IceCredentials credentials = random_credentials();
    session.transport.ice().restart(credentials);
    if (const auto retired = session.transport.ice().take_retired_ufrag()) {
        sessions_by_ufrag_.erase(*retired);
    }
    sessions_by_ufrag_[credentials.ufrag] = &session;
    session.negotiation.remote_ufrag = fragment.ice_ufrag;
    session.negotiation.remote_pwd = fragment.ice_pwd;
    session.local.ufrag = credentials.ufrag;
    session.local.pwd = credentials.pwd;
    session.etag = '"' + random_text(16) + '"';
    schedule(session);
    return PatchAnswer{true, write_restart_fragment(session.negotiation, session.local),
                       session.etag};
}

Result<void> Engine::close_session(const SessionName& name, MonoTime now) {
    begin_batch();
    const auto found = sessions_.find(name);
    if (found == sessions_.end()) return not_found("There is no such media session.");
    close(*found->second, now);
    reap();
    return {};
}

Result<void> Engine::select_layer(const SessionName& name, LayerSelection selection, MonoTime now) {
    begin_batch();
    const auto found = sessions_.find(name);
    if (found == sessions_.end() || !found->second->viewer) {
        return not_found("There is no such media session.");
    }
    Session& session = *found->second;
    const auto layers = session.room->video_layers();
    const bool known = std::any_of(layers.begin(), layers.end(), [&](const RoomTrack& layer) {
        return layer.live && layer.rid == selection.rid;
    });
    if (!selection.rid.empty() && !known) {
        return make_error(ErrorCode::InvalidInput, "unknown_layer",
                          "There is no such layer at the moment.");
    }
    session.viewer->select_layer(std::move(selection));
    if (session.transport.ready()) pump(session, now);
    return {};
}

const Session* Engine::find_session(const SessionName& name) const {
    const auto found = sessions_.find(name);
    return found == sessions_.end() ? nullptr : found->second.get();
}

void Engine::close_viewer(const RoomName& name, const std::string& viewer, MonoTime now) {
    begin_batch();
    const auto found = rooms_.find(name);
    if (found == rooms_.end()) return;
    const std::vector<Session*> viewers = found->second->viewers;
    for (Session* session : viewers) {
        if (session->viewer_tag == viewer) close(*session, now);
    }
    reap();
}

void Engine::close_room(const RoomName& name, MonoTime now) {
    begin_batch();
    const auto found = rooms_.find(name);
    if (found == rooms_.end()) return;
    Room& room = *found->second;
    const std::vector<Session*> viewers = room.viewers;
    for (Session* session : viewers) close(*session, now);
    if (room.pending_publisher != nullptr) close(*room.pending_publisher, now);
    if (room.publisher != nullptr) close(*room.publisher, now);
    reap();
}

void Engine::close_all(MonoTime now) {
    begin_batch();
    std::vector<Session*> all;
    for (const auto& [name, session] : sessions_) all.push_back(session.get());
    for (Session* session : all) close(*session, now);
    reap();
}

void Engine::set_tap(const RoomName& name, std::shared_ptr<MediaTap> tap, MonoTime now) {
    begin_batch();
    if (!tap && !rooms_.contains(name)) return;
    Room& room = room_named(name);
    room.tap = std::move(tap);
    // A recording begins with a key frame; do not let it wait for the next one by chance.
    room.recorded.restart();
    RoomTrack& video = room.video[room.best_layer(now)];
    if (room.tap && video.live) {
        video.key_frames.want();
        if (room.publisher != nullptr) schedule(*room.publisher);
    }
    drop_room_if_empty(room);
}

/// One entry a layer that was negotiated, begun or not.
std::vector<LayerStats> Engine::layer_stats(const Room& room, MonoTime now) {
    std::vector<LayerStats> all;
    for (std::size_t i = 0; i < room.layers; ++i) {
        const RoomTrack& layer = room.video[i];
        LayerStats one;
        one.rid = layer.rid;
        one.width = layer.size.width;
        one.height = layer.size.height;
        one.flows = room.flows(i);
        one.bitrate_bps = one.flows ? layer.bytes.per_second(now) * 8 : 0;
        one.frames_per_second = static_cast<double>(layer.frames.per_second(now));
        all.push_back(std::move(one));
    }
    return all;
}

Result<ViewerLayers> Engine::viewer_layers(const SessionName& name, MonoTime now) const {
    const Session* session = find_session(name);
    if (session == nullptr || !session->viewer) {
        return not_found("There is no such media session.");
    }
    const Room& room = *session->room;
    ViewerLayers found;
    found.on_air = room.publisher != nullptr;
    found.viewers = std::count_if(room.viewers.begin(), room.viewers.end(),
                                  [](const Session* one) { return one->transport.ready(); });
    if (session->negotiation.video) found.line = session->negotiation.video->line;
    found.layers = layer_stats(room, now);
    const std::size_t layer = session->viewer->layer();
    if (!session->viewer->video_paused() && layer < room.layers && room.flows(layer)) {
        found.current = layer;
    }
    return found;
}

RoomStats Engine::room_stats(const RoomName& name, MonoTime now) {
    RoomStats stats;
    const auto found = rooms_.find(name);
    if (found == rooms_.end()) return stats;
    Room& room = *found->second;
    for (const Session* session : room.viewers) {
        if (!session->transport.ready()) continue;
        ++stats.viewers;
        if (session->viewer->cannot_decode()) ++stats.viewers_without_video;
    }
    stats.packets_forwarded = room.packets_forwarded;
    if (room.publisher == nullptr || !room.publisher->publisher) return stats;
    const Publisher& publisher = *room.publisher->publisher;
    stats.publisher_connected = true;
    stats.publisher_pulled = room.publisher->pulled;
    stats.video_codec = publisher.video_codec();
    stats.layers = layer_stats(room, now);
    for (const LayerStats& layer : stats.layers) stats.video_bitrate_bps += layer.bitrate_bps;
    stats.audio_bitrate_bps = room.audio.bytes.per_second(now) * 8;
    const RoomTrack& best = room.video[room.best_layer(now)];
    stats.frames_per_second = static_cast<double>(best.frames.per_second(now));
    stats.loss_percent = publisher.loss_percent();
    auto round_trip = publisher.round_trip();
    if (round_trip.count() == 0) round_trip = room.publisher->transport.handshake_round_trip();
    stats.round_trip_ms = static_cast<double>(round_trip.count()) / 1000.0;
    stats.b_frames = publisher.has_b_frames();
    return stats;
}

EngineStats Engine::engine_stats() const {
    EngineStats stats = totals_;
    stats.sessions = static_cast<std::int64_t>(sessions_.size());
    stats.rooms = static_cast<std::int64_t>(rooms_.size());
    for (const auto& [name, session] : sessions_) {
        if (!session->transport.ready()) continue;
        ++(session->publishes() ? stats.publishers : stats.viewers);
    }
    stats.ring_misses = drops_.of(Drop::NackNotInLog);
    stats.counters = counters_;
    for (std::size_t i = 0; i < static_cast<std::size_t>(Drop::Count); ++i) {
        const auto drop = static_cast<Drop>(i);
        stats.drops.emplace_back(drop_name(drop), drops_.of(drop));
    }
    return stats;
}

}  // namespace lsl::media
