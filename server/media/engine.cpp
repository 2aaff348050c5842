#include "server/media/engine.h"

#include <algorithm>

#include "server/media/random_text.h"
#include "server/media/room/room_report.h"
#include "server/media/transport/gcm_sealer.h"

namespace lsl::media {
namespace {

Error no_such_session() { return not_found("There is no such media session."); }

/// RFC 7983 7: the first byte tells; RFC 5761 4: RTCP packet types look like payload types 64–95.
enum class Kind : std::uint8_t { Stun, Dtls, Rtp, Rtcp, Unknown };
Kind kind_of(Bytes datagram) {
    const unsigned first = load8(datagram.data());
    if (first < 4) return Kind::Stun;
    if (first >= 20 && first < 64) return Kind::Dtls;
    if (first < 128 || first >= 192) return Kind::Unknown;
    const unsigned type = datagram.size() > 1 ? load8(datagram.data() + 1) & 0x7f : 0;
    return type >= 64 && type < 96 ? Kind::Rtcp : Kind::Rtp;
}

}  // namespace

Result<std::unique_ptr<Engine>> Engine::make(EngineConfig config) {
    auto dtls = DtlsContext::make();
    if (!dtls) return dtls.error();
    choose_gcm_sealer();
    return std::unique_ptr<Engine>(new Engine(std::move(config), std::move(dtls).value()));
}

Engine::Engine(EngineConfig config, std::unique_ptr<DtlsContext> dtls)
    : config_(std::move(config)), dtls_(std::move(dtls)) {}

Turn Engine::begin_turn(MonoTime now) {
    if (delivered_) {
        outbox_.clear();
        events_.clear();
        delivered_ = false;
    }
    return {now, outbox_, drops_};
}

// --- What arrives -----------------------------------------------------------------------------

void Engine::handle(const Address& from, MutableBytes datagram, MonoTime now) {
    const Turn turn = begin_turn(now);
    ++totals_.packets_received;
    totals_.bytes_received += static_cast<std::int64_t>(datagram.size());
    if (datagram.empty()) return drops_.count(Drop::EmptyDatagram);
    const Kind kind = kind_of(datagram);
    switch (kind) {
        case Kind::Stun:
            ++counters_.stun_received;
            on_stun(from, datagram, turn);
            return closer_.reap();
        case Kind::Dtls: ++counters_.dtls_received; break;
        case Kind::Rtp: ++counters_.rtp_received; break;
        case Kind::Rtcp: ++counters_.rtcp_received; break;
        case Kind::Unknown: return drops_.count(Drop::UnknownFirstByte);
    }
    Session* session = sessions_.at(from);
    if (session == nullptr) return drops_.count(Drop::UnknownPeer);
    if (kind == Kind::Dtls) {
        on_dtls(*session, from, datagram, turn);
        return closer_.reap();
    }
    if (!session->transport.ready()) return drops_.count(Drop::RtpBeforeDtls);
    if (kind == Kind::Rtcp) return on_rtcp(*session, datagram, turn);
    on_rtp(*session, datagram, turn);
}

void Engine::on_stun(const Address& from, MutableBytes datagram, const Turn& turn) {
    StunMessage request;
    if (parse_stun(datagram, request) != StunVerdict::Ok) return drops_.count(Drop::StunMalformed);
    if (request.type == StunClass::Indication || request.method != kStunBinding) {
        return drops_.count(Drop::StunNotBinding);
    }
    if (request.type != StunClass::Request) return on_stun_response(from, request, turn);
    // RFC 8445 7.2.2: our username fragment, a colon, theirs.
    const std::size_t colon = request.username.find(':');
    Session* session = colon == std::string_view::npos
                           ? nullptr
                           : sessions_.by_ufrag(request.username.substr(0, colon));
    if (session == nullptr) return drops_.count(Drop::StunUnknownUser);
    if (!is_free(from, *session, turn)) return drops_.count(Drop::StunAddressTaken);
    const bool was_open = session->transport.open();
    std::vector<Address> forgotten;
    session->transport.on_stun(request, from, turn, forgotten);
    for (const Address& address : forgotten) sessions_.forget_address(address, *session);
    if (session->transport.ice().knows(from)) sessions_.set_address(from, *session);
    sessions_.forget_retired_ufrag(*session);
    send_once_open(*session, was_open, turn);
    timers_.schedule(*session);
}

/// A full agent's pairs are in the table. Answers to a lite one say whose they are: as long as an
/// address is not proven, others may claim it.
void Engine::on_stun_response(const Address& from, const StunMessage& response, const Turn& turn) {
    Session* const holder = sessions_.at(from);
    Session* session = holder;
    if (holder == nullptr || !holder->pulled) {
        session = sessions_.by_id(LiteAgent::number_of(response));
    }
    if (session == nullptr) return drops_.count(Drop::StunUnexpected);
    const bool was_open = session->transport.open();
    session->transport.on_stun_response(response, from, turn);
    if (session != holder && session->transport.proves(from, turn.now) &&
        is_free(from, *session, turn)) {
        sessions_.set_address(from, *session);
    }
    sessions_.forget_retired_ufrag(*session);
    send_once_open(*session, was_open, turn);
    timers_.schedule(*session);
}

void Engine::on_dtls(Session& session, const Address& from, MutableBytes datagram,
                     const Turn& turn) {
    const bool was_open = session.transport.open();
    const auto change = session.transport.on_dtls(datagram, from, turn);
    if (change == Transport::Change::Ready) on_ready(session, turn);
    send_once_open(session, was_open, turn);
    if (change == Transport::Change::Ended) return closer_.close(session, turn);
    timers_.schedule(session);
}

void Engine::on_rtp(Session& session, MutableBytes datagram, const Turn& turn) {
    if (!session.publisher) return drops_.count(Drop::RtpUnexpected);
    const bool marker = datagram.size() > 1 && (load8(datagram.data() + 1) & 0x80) != 0;
    if (session.publisher->on_rtp(datagram, turn)) {
        fan_out_.note_media(*session.room, marker, turn.now);
        if (session.publisher->take_media_flowing()) {
            events_.emplace_back(MediaFlowing{session.room->name});
        }
    }
    timers_.schedule(session);
}

void Engine::on_rtcp(Session& session, MutableBytes datagram, const Turn& turn) {
    if (session.publisher) {
        session.publisher->on_rtcp(datagram, turn);
    } else if (session.viewer) {
        if (!session.transport.open()) return drops_.count(Drop::AddressNotProven);
        session.viewer->on_rtcp(datagram, turn);
        // It may have asked for a key frame.
        if (session.room->publisher != nullptr) timers_.schedule(*session.room->publisher);
    }
    timers_.schedule(session);
}

void Engine::on_ready(Session& session, const Turn& turn) {
    if (!session.publishes()) return;
    Room& room = *session.room;
    // Now that the new publisher is really there, it takes the room over.
    if (room.publisher != nullptr) closer_.close(*room.publisher, turn);
    if (room.pending_publisher == &session) room.pending_publisher = nullptr;
    room.publisher = &session;
    Publisher::Options options;
    options.local_ssrc = random_u32(config_.random) | 1;
    options.bitrate_bps = config_.ingest_bitrate_bps;
    options.ntp_us_at_zero = config_.ntp_us_at_zero;
    session.publisher =
        std::make_unique<Publisher>(session.negotiation, room, session.transport, options);
    events_.emplace_back(PublisherConnected{room.name, session.name});
}

/// Media is told apart by where it comes from, so an address that a session is reached at is
/// nobody else's.
bool Engine::is_free(const Address& address, const Session& wants, const Turn& turn) {
    Session* holder = sessions_.at(address);
    if (holder == nullptr || holder == &wants) return true;
    const bool free = holder->transport.gives_up(address, turn);
    timers_.schedule(*holder);
    return free;
}

/// The way to a viewer has just been proven: what waits for it leaves.
void Engine::send_once_open(Session& session, bool was_open, const Turn& turn) {
    if (!was_open && session.transport.open() && session.viewer) fan_out_.send_to(session, turn);
}

// --- What is due and what leaves ----------------------------------------------------------------

Engine::Output Engine::poll(MonoTime now) {
    const Turn turn = begin_turn(now);
    const bool more_timers = run_timers(turn);
    const bool more_media = fan_out_.flush(turn);
    closer_.reap();

    Output output;
    output.outbox = &outbox_;
    output.events = events_;
    output.more = more_timers || more_media;
    output.wake_at = fan_out_.due(timers_.next().value_or(now + std::chrono::seconds(1)));
    for (const Outbox::Datagram& datagram : outbox_.datagrams()) {
        totals_.bytes_sent += datagram.size;
    }
    if (!outbox_.empty()) counters_.batch.add(outbox_.datagrams().size());
    totals_.packets_sent += static_cast<std::int64_t>(outbox_.datagrams().size());
    delivered_ = true;
    return output;
}

/// True if more are due.
bool Engine::run_timers(const Turn& turn) {
    int looked_at = 0;
    while (Session* session = timers_.take_due(sessions_, turn.now, kTimersPerPoll, looked_at)) {
        on_timer(*session, turn);
    }
    return timers_.next().value_or(MonoTime{INT64_MAX}) <= turn.now;
}

void Engine::on_timer(Session& session, const Turn& turn) {
    const auto change = session.transport.on_timer(turn);
    if (change == Transport::Change::Ended || session.expiry() <= turn.now) {
        return closer_.close(session, turn);
    }
    if (session.transport.ready() && session.publisher) session.publisher->on_timer(turn);
    if (session.transport.open() && session.viewer) {
        session.viewer->on_timer(turn);
        fan_out_.send_to(session, turn);
    }
    timers_.schedule(session);
}

// --- Commands -----------------------------------------------------------------------------------

Result<SessionAnswer> Engine::publish(const RoomName& room, std::string_view offer, MonoTime now) {
    return signalling_.publish(room, offer, begin_turn(now));
}

Result<SessionAnswer> Engine::watch(const RoomName& room, std::string_view offer,
                                    const std::string& viewer, MonoTime now) {
    return signalling_.watch(room, offer, viewer, begin_turn(now));
}

Result<PullOffer> Engine::pull(const RoomName& room, MonoTime now) {
    return signalling_.pull(room, begin_turn(now));
}

Result<void> Engine::accept_answer(const SessionName& session, std::string_view answer,
                                   MonoTime now) {
    return signalling_.accept_answer(session, answer, begin_turn(now));
}

Result<PatchAnswer> Engine::patch(const SessionName& session, std::string_view fragment,
                                  std::optional<std::string_view> if_match) {
    return signalling_.patch(session, fragment, if_match);
}

Result<void> Engine::close_session(const SessionName& name, MonoTime now) {
    const Turn turn = begin_turn(now);
    Session* session = sessions_.by_name(name);
    if (session == nullptr) return no_such_session();
    closer_.close(*session, turn);
    closer_.reap();
    return {};
}

Result<void> Engine::select_layer(const SessionName& name, LayerSelection selection, MonoTime now) {
    const Turn turn = begin_turn(now);
    Session* session = sessions_.by_name(name);
    if (session == nullptr || !session->viewer) return no_such_session();
    const auto layers = session->room->video_layers();
    const bool known = std::any_of(layers.begin(), layers.end(), [&](const RoomTrack& layer) {
        return layer.live && layer.rid == selection.rid;
    });
    if (!selection.rid.empty() && !known) {
        return make_error(ErrorCode::InvalidInput, "unknown_layer",
                          "There is no such layer at the moment.");
    }
    session->viewer->select_layer(std::move(selection));
    if (session->transport.open()) fan_out_.send_to(*session, turn);
    return {};
}

Result<ViewerLayers> Engine::viewer_layers(const SessionName& name, MonoTime now) const {
    const Session* session = sessions_.by_name(name);
    if (session == nullptr || !session->viewer) return no_such_session();
    return report_layers(*session, now);
}

const Session* Engine::find_session(const SessionName& name) const {
    return sessions_.by_name(name);
}

void Engine::close_publisher(const RoomName& name, MonoTime now) {
    const Turn turn = begin_turn(now);
    if (Room* room = rooms_.find(name)) closer_.close_publishers(*room, turn);
    closer_.reap();
}

void Engine::close_viewers(const RoomName& name, MonoTime now) {
    const Turn turn = begin_turn(now);
    if (Room* room = rooms_.find(name)) closer_.close_viewers(*room, turn);
    closer_.reap();
}

void Engine::close_room(const RoomName& name, MonoTime now) {
    const Turn turn = begin_turn(now);
    if (Room* room = rooms_.find(name)) {
        closer_.close_viewers(*room, turn);
        closer_.close_publishers(*room, turn);
    }
    closer_.reap();
}

void Engine::close_all(MonoTime now) {
    const Turn turn = begin_turn(now);
    std::vector<Session*> all;
    sessions_.each([&](Session& session) { all.push_back(&session); });
    for (Session* session : all) closer_.close(*session, turn);
    closer_.reap();
}

void Engine::set_tap(const RoomName& name, std::shared_ptr<MediaTap> tap, MonoTime now) {
    begin_turn(now);
    if (!tap && rooms_.find(name) == nullptr) return;
    Room& room = rooms_.at(name);
    room.tap = std::move(tap);
    // A recording begins with a key frame; do not let it wait for the next one by chance.
    room.recorded.restart();
    RoomTrack& video = room.video[room.best_layer(now)];
    if (room.tap && video.live) {
        video.key_frames.want();
        if (room.publisher != nullptr) timers_.schedule(*room.publisher);
    }
    closer_.drop_if_empty(room);
}

RoomStats Engine::room_stats(const RoomName& name, MonoTime now) const {
    const Room* room = rooms_.find(name);
    return room != nullptr ? report_room(*room, now) : RoomStats{};
}

EngineStats Engine::engine_stats() const {
    EngineStats stats = totals_;
    stats.sessions = static_cast<std::int64_t>(sessions_.size());
    stats.rooms = static_cast<std::int64_t>(rooms_.size());
    sessions_.each([&stats](const Session& session) {
        if (!session.transport.ready()) return;
        ++(session.publishes() ? stats.publishers : stats.viewers);
    });
    stats.ring_misses = drops_.of(Drop::NackNotInLog);
    stats.counters = counters_;
    for (std::size_t i = 0; i < static_cast<std::size_t>(Drop::Count); ++i) {
        const auto drop = static_cast<Drop>(i);
        stats.drops.emplace_back(drop_name(drop), drops_.of(drop));
    }
    return stats;
}

}  // namespace lsl::media
