#include "server/media/engine.h"

#include <algorithm>

namespace lsl::media {

Result<std::unique_ptr<Engine>> Engine::make(EngineConfig config) {
    auto dtls = DtlsContext::make();
    if (!dtls) return dtls.error();
    std::unique_ptr<Engine> engine(new Engine(std::move(config)));
    engine->dtls_ = std::move(dtls).value();
    return engine;
}

Engine::~Engine() = default;

void Engine::begin_batch() {
    if (!delivered_) return;
    outbox_.clear();
    events_.clear();
    delivered_ = false;
}

// --- What arrives -----------------------------------------------------------------------------

void Engine::handle(const Address& from, MutableBytes datagram, MonoTime now) {
    begin_batch();
    ++totals_.packets_received;
    totals_.bytes_received += static_cast<std::int64_t>(datagram.size());
    if (datagram.empty()) return drops_.count(Drop::EmptyDatagram);

    // RFC 7983 7: the first byte tells.
    const unsigned first = load8(datagram.data());
    if (first < 4) {
        ++counters_.stun_received;
        on_stun(from, datagram, now);
        return reap();
    }
    const bool dtls = first >= 20 && first < 64;
    const bool rtp = first >= 128 && first < 192;
    if (!dtls && !rtp) return drops_.count(Drop::UnknownFirstByte);
    // RFC 5761 4: RTCP packet types look like payload types 64–95.
    const unsigned type = datagram.size() > 1 ? load8(datagram.data() + 1) & 0x7f : 0;
    const bool rtcp = rtp && type >= 64 && type < 96;
    ++(dtls ? counters_.dtls_received : rtcp ? counters_.rtcp_received : counters_.rtp_received);
    Session* session = tuples_.find(from);
    if (session == nullptr) return drops_.count(Drop::UnknownPeer);
    if (dtls) {
        on_dtls(*session, datagram, now);
        return reap();
    }
    if (!session->transport.ready()) return drops_.count(Drop::RtpBeforeDtls);
    if (rtcp) return on_rtcp(*session, datagram, now);
    on_rtp(*session, datagram, now);
}

void Engine::on_stun(const Address& from, MutableBytes datagram, MonoTime now) {
    StunMessage request;
    if (parse_stun(datagram, request) != StunVerdict::Ok) return drops_.count(Drop::StunMalformed);
    if (request.type == StunClass::Indication || request.method != kStunBinding) {
        return drops_.count(Drop::StunNotBinding);
    }
    if (request.type != StunClass::Request) return on_stun_response(from, request, now);
    const std::size_t colon = request.username.find(':');
    const auto found = sessions_by_ufrag_.find(std::string(request.username.substr(0, colon)));
    if (colon == std::string_view::npos || found == sessions_by_ufrag_.end()) {
        return drops_.count(Drop::StunUnknownUser);
    }
    Session& session = *found->second;
    std::vector<Address> forgotten;
    session.transport.on_stun(request, from, now, outbox_, drops_, forgotten);
    for (const Address& address : forgotten) tuples_.erase(address, &session);
    if (session.transport.ice().knows(from)) tuples_.set(from, &session);
    if (const auto retired = session.transport.ice().take_retired_ufrag()) {
        sessions_by_ufrag_.erase(*retired);
    }
    schedule(session);
}

/// Only full agents ask; the pairs they check are in the table.
void Engine::on_stun_response(const Address& from, const StunMessage& response, MonoTime now) {
    Session* session = tuples_.find(from);
    if (session == nullptr) return drops_.count(Drop::StunUnexpected);
    session->transport.on_stun_response(response, from, now, outbox_, drops_);
    schedule(*session);
}

void Engine::on_dtls(Session& session, MutableBytes datagram, MonoTime now) {
    const auto change = session.transport.on_dtls(datagram, now, outbox_, drops_);
    if (change == Transport::Change::Ready) on_ready(session, now);
    if (change == Transport::Change::Ended) return close(session, now);
    schedule(session);
}

void Engine::on_rtp(Session& session, MutableBytes datagram, MonoTime now) {
    if (!session.publisher) return drops_.count(Drop::RtpUnexpected);
    const bool marker = datagram.size() > 1 && (load8(datagram.data() + 1) & 0x80) != 0;
    if (session.publisher->on_rtp(datagram, now, session.transport, drops_)) {
        mark_dirty(*session.room, marker, now);
        if (session.publisher->take_media_flowing()) {
            events_.emplace_back(MediaFlowing{session.room->name});
        }
    }
    schedule(session);
}

void Engine::on_rtcp(Session& session, MutableBytes datagram, MonoTime now) {
    if (session.publisher) {
        session.publisher->on_rtcp(datagram, now, session.transport, drops_);
    } else if (session.viewer) {
        session.viewer->on_rtcp(datagram, now, session.transport, outbox_, drops_);
        if (session.room->publisher != nullptr) schedule(*session.room->publisher);
    }
    schedule(session);
}

void Engine::on_ready(Session& session, MonoTime now) {
    Room& room = *session.room;
    if (!session.publishes()) {
        pump(session, now);
        return;
    }
    // Now that the new publisher is really there, it takes the room over.
    if (room.publisher != nullptr) close(*room.publisher, now);
    if (room.pending_publisher == &session) room.pending_publisher = nullptr;
    room.publisher = &session;
    Publisher::Options options;
    options.local_ssrc = random_u32() | 1;
    options.bitrate_bps = config_.ingest_bitrate_bps;
    options.ntp_us_at_zero = config_.ntp_us_at_zero;
    session.publisher = std::make_unique<Publisher>(session.negotiation, room, options);
    events_.emplace_back(PublisherConnected{room.name, session.name});
}

void Engine::on_timer(Session& session, MonoTime now) {
    const auto change = session.transport.on_timer(now, outbox_);
    if (change == Transport::Change::Ended || session.expiry() <= now) {
        return close(session, now);
    }
    if (session.transport.ready() && session.publisher) {
        session.publisher->on_timer(now, session.transport, outbox_);
    }
    if (session.transport.ready() && session.viewer) {
        session.viewer->on_timer(now, session.transport, outbox_);
        pump(session, now);
    }
    schedule(session);
}

// --- What leaves ------------------------------------------------------------------------------

Engine::Output Engine::poll(MonoTime now) {
    begin_batch();
    const bool more_timers = run_timers(now);
    const bool more_media = flush_rooms(now);
    reap();

    Output output;
    output.outbox = &outbox_;
    output.events = events_;
    output.more = more_timers || more_media;
    output.wake_at = timers_.next().value_or(now + std::chrono::seconds(1));
    for (const Room* room : dirty_rooms_) {
        output.wake_at = std::min(output.wake_at, room->flush_at);
    }
    for (const Outbox::Datagram& datagram : outbox_.datagrams()) {
        totals_.bytes_sent += datagram.size;
    }
    if (!outbox_.empty()) counters_.batch.add(outbox_.datagrams().size());
    totals_.packets_sent += static_cast<std::int64_t>(outbox_.datagrams().size());
    delivered_ = true;
    return output;
}

bool Engine::run_timers(MonoTime now) {
    for (int i = 0; i < kTimersPerPoll; ++i) {
        const auto due = timers_.pop_due(now);
        if (!due) return false;
        const auto found = sessions_by_id_.find(due->session);
        if (found == sessions_by_id_.end() || found->second->scheduled_at != due->at) continue;
        found->second->scheduled_at = MonoTime{INT64_MAX};
        on_timer(*found->second, now);
    }
    return timers_.next().value_or(MonoTime{INT64_MAX}) <= now;
}

void Engine::schedule(Session& session) {
    if (session.closing) return;
    const MonoTime deadline = session.deadline();
    if (deadline >= session.scheduled_at) return;
    session.scheduled_at = deadline;
    timers_.push(deadline, session.id);
}

void Engine::mark_dirty(Room& room, bool frame_complete, MonoTime now) {
    const bool at_once = frame_complete || !room.collects();
    const auto viewers = static_cast<std::int64_t>(room.viewers.size());
    const auto collect = std::min(kLongestCollect, kCollectPerViewer * viewers);
    const MonoTime due = at_once ? now : now + collect;
    if (!room.dirty) {
        room.dirty = true;
        room.flush_at = due;
        dirty_rooms_.push_back(&room);
    } else if (room.cursor == 0) {
        room.flush_at = std::min(room.flush_at, due);
    } else {
        room.flush_again(due);
    }
}

bool Engine::flush_rooms(MonoTime now) {
    for (std::size_t i = 0; i < dirty_rooms_.size();) {
        Room& room = *dirty_rooms_[i];
        if (room.flush_at > now) {
            ++i;
            continue;
        }
        if (!fan_out(room, now)) return true;
        if (room.flush_again_at) {
            room.flush_at = *room.flush_again_at;
            room.flush_again_at.reset();
            if (room.flush_at <= now) return true;
            continue;
        }
        room.dirty = false;
        dirty_rooms_[i] = dirty_rooms_.back();
        dirty_rooms_.pop_back();
    }
    return false;
}

/// Walks the viewers from where the last batch ended. False when the outbox is full.
bool Engine::fan_out(Room& room, MonoTime now) {
    for (; room.cursor < room.viewers.size(); ++room.cursor) {
        Session& session = *room.viewers[room.cursor];
        if (!session.transport.ready()) continue;
        const auto pumped = session.viewer->pump(now, session.transport, outbox_);
        if (pumped == EgressTrack::Pump::Full) return false;
        if (pumped == EgressTrack::Pump::Paced) schedule(session);
        if (session.viewer->take_receiving()) {
            events_.emplace_back(ViewerReceiving{room.name, session.name, session.viewer_tag});
        }
    }
    room.cursor = 0;
    if (room.publisher != nullptr) schedule(*room.publisher);
    return true;
}

void Engine::pump(Session& session, MonoTime now) {
    const auto pumped = session.viewer->pump(now, session.transport, outbox_);
    if (pumped == EgressTrack::Pump::Full) mark_dirty(*session.room, true, now);
    if (session.viewer->take_receiving()) {
        events_.emplace_back(ViewerReceiving{session.room->name, session.name, session.viewer_tag});
    }
    if (session.room->publisher != nullptr) schedule(*session.room->publisher);
}

// --- Ends -------------------------------------------------------------------------------------

void Engine::close(Session& session, MonoTime now) {
    if (session.closing) return;
    session.closing = true;
    Room& room = *session.room;
    session.transport.close(outbox_);
    for (const Address& address : session.transport.ice().tuples()) {
        tuples_.erase(address, &session);
    }
    for (const IceCandidate& candidate : session.negotiation.candidates) {
        tuples_.erase(candidate.address, &session);
    }
    IceLite& ice = session.transport.ice();
    sessions_by_ufrag_.erase(ice.local().ufrag);
    if (ice.previous()) sessions_by_ufrag_.erase(ice.previous()->ufrag);
    if (const auto retired = ice.take_retired_ufrag()) sessions_by_ufrag_.erase(*retired);
    sessions_by_id_.erase(session.id);

    if (session.publishes()) {
        --publishers_;
        if (room.pending_publisher == &session) room.pending_publisher = nullptr;
        const bool on_air = room.publisher == &session;
        if (on_air) {
            room.publisher = nullptr;
            room.end_sources();
            if (room.tap) room.tap->on_publisher_gone(now);
        }
        // Whoever pulls waits for this, connected or not.
        if (on_air || session.answered) {
            events_.emplace_back(PublisherGone{room.name, session.name});
        }
    } else {
        const auto found = std::find(room.viewers.begin(), room.viewers.end(), &session);
        if (found != room.viewers.end()) {
            // The walk over the viewers goes on with whoever takes this place.
            if (static_cast<std::size_t>(found - room.viewers.begin()) < room.cursor) {
                room.flush_again(now);
            }
            *found = room.viewers.back();
            room.viewers.pop_back();
            room.cursor = std::min(room.cursor, room.viewers.size());
        }
        events_.emplace_back(ViewerGone{room.name, session.name, session.viewer_tag});
    }
    const auto owner = sessions_.find(session.name);
    doomed_.push_back(std::move(owner->second));
    sessions_.erase(owner);
}

void Engine::reap() {
    while (!doomed_.empty()) {
        Room& room = *doomed_.back()->room;
        doomed_.pop_back();
        drop_room_if_empty(room);
    }
}

void Engine::drop_room_if_empty(Room& room) {
    if (!room.is_empty()) return;
    const bool still_used = std::any_of(
        doomed_.begin(), doomed_.end(),
        [&room](const std::unique_ptr<Session>& session) { return session->room == &room; });
    if (still_used) return;
    std::erase(dirty_rooms_, &room);
    const RoomName name = room.name;
    rooms_.erase(name);
}

}  // namespace lsl::media
