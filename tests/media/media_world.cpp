#include "tests/media/media_world.h"

#include <algorithm>
#include <cstdlib>

#include "server/media/media_time.h"
#include "tests/media/fake_time.h"

namespace lsl::test {

using namespace media;

namespace {

constexpr std::chrono::microseconds kStep{1'000};
constexpr std::int64_t kNtpAtZero = 3'900'000'000'000'000;

}  // namespace

MediaWorld::MediaWorld(std::uint64_t seed, LinkShape shape)
    : up_(seed, shape), down_(seed + 1, shape), random_(seed + 2) {
    set_fake_time(now_);
    server_ = Address::v4({192, 0, 2, 1}, 8189);
    auto dtls = DtlsContext::make();
    if (!dtls) std::abort();
    dtls_ = std::move(dtls).value();
    engine_ = make_engine(server_);
}

std::unique_ptr<Engine> MediaWorld::make_engine(const Address& address) {
    EngineConfig config;
    config.candidates = {address};
    config.max_sessions = 400;
    config.ntp_us_at_zero = kNtpAtZero;
    config.random = [this](MutableBytes bytes) {
        for (std::byte& b : bytes) b = static_cast<std::byte>(random_() & 0xff);
    };
    auto engine = Engine::make(std::move(config));
    if (!engine) std::abort();
    return std::move(engine).value();
}

Engine& MediaWorld::puller() {
    if (!puller_) {
        puller_address_ = Address::v4({198, 51, 100, 200}, 8189);
        puller_ = make_engine(puller_address_);
    }
    puller_commanded_ = true;
    return *puller_;
}

Result<SessionName> MediaWorld::pull(const std::string& room) {
    return pull(room, [](std::string&) {});
}

Result<SessionName> MediaWorld::pull(const std::string& room,
                                     const std::function<void(std::string&)>& change) {
    const PullOffer offer = LSL_TRY(puller().pull(room, now_));
    auto answer = LSL_TRY(engine().watch(room, offer.offer_sdp, "puller", now_));
    change(answer.sdp);
    LSL_TRY(puller().accept_answer(offer.session, answer.sdp, now_));
    return offer.session;
}

void MediaWorld::restart_server() {
    engine_ = make_engine(server_);
    commanded_ = true;
}

MediaWorld::~MediaWorld() {
    set_fake_time(std::nullopt);
    // Whatever a test is about: no packet index was to be used for other bytes.
    if (drops("srtp_index_reused") > 0) std::abort();
}

RtcClient* MediaWorld::publish(const std::string& room, ClientOptions options) {
    options.publishes = true;
    return add(room, std::move(options), {});
}

RtcClient* MediaWorld::watch(const std::string& room, ClientOptions options,
                             const std::string& viewer) {
    options.publishes = false;
    return add(room, std::move(options), viewer);
}

RtcClient* MediaWorld::add(const std::string& room, ClientOptions options,
                           const std::string& viewer) {
    auto peer = std::make_unique<Peer>();
    const bool publishes = options.publishes;
    peer->client = std::make_unique<RtcClient>(*dtls_, std::move(options));
    peer->address = Address::v4({198, 51, 100, 7}, next_port_++);
    const std::string& offer = peer->client->offer();
    commanded_ = true;
    const auto answer =
        publishes ? engine_->publish(room, offer, now_) : engine_->watch(room, offer, viewer, now_);
    if (!answer || !peer->client->accept(answer->sdp, now_)) return nullptr;
    peer->session = answer->session;
    RtcClient* client = peer->client.get();
    peers_.push_back(std::move(peer));
    return client;
}

MediaWorld::Peer& MediaWorld::peer_of(const RtcClient* client) {
    for (const auto& peer : peers_) {
        if (peer->client.get() == client) return *peer;
    }
    std::abort();
}

const MediaWorld::Peer& MediaWorld::peer_of(const RtcClient* client) const {
    return const_cast<MediaWorld*>(this)->peer_of(client);
}

const SessionName& MediaWorld::session_of(const RtcClient* client) const {
    return peer_of(client).session;
}

Address MediaWorld::address_of(const RtcClient* client) const { return peer_of(client).address; }

void MediaWorld::vanish(RtcClient* client) {
    std::erase_if(peers_, [client](const auto& peer) { return peer->client.get() == client; });
}

void MediaWorld::move(RtcClient* client) {
    peer_of(client).address = Address::v4({203, 0, 113, 9}, next_port_++);
}

void MediaWorld::film(RtcClient* client, Camera camera) {
    Peer& peer = peer_of(client);
    peer.camera = camera;
    peer.next_frame = peer.next_audio = peer.next_report = now_;
    peer.frames = 0;
}

void MediaWorld::stop_filming(RtcClient* client) { peer_of(client).camera.reset(); }

void MediaWorld::shoot(Peer& peer) {
    if (!peer.camera || !peer.client->connected()) {
        peer.next_frame = peer.next_audio = now_;
        return;
    }
    const Camera& camera = *peer.camera;
    if (now_ >= peer.next_frame) {
        const bool key =
            peer.frames == 0 || (camera.key_interval > 0 && peer.frames % camera.key_interval == 0);
        peer.client->send_frame(key ? camera.key_bytes : camera.frame_bytes, key, now_);
        ++peer.frames;
        peer.next_frame = peer.next_frame + 33'333us;
    }
    if (camera.audio && now_ >= peer.next_audio) {
        peer.client->send_audio(now_);
        peer.next_audio = peer.next_audio + 20ms;
    }
    if (camera.reports && now_ >= peer.next_report) {
        peer.client->send_sender_reports(now_, us_to_ntp(kNtpAtZero + 5'000'000 + now_.us));
        peer.next_report = peer.next_report + 1s;
    }
}

void MediaWorld::inject(const Address& from, Bytes bytes) {
    std::vector<std::byte> copy(bytes.begin(), bytes.end());
    engine_->handle(from, copy, now_);
    commanded_ = true;
}

void MediaWorld::step() {
    now_ = now_ + kStep;
    set_fake_time(now_);
    bool due = std::exchange(commanded_, false) || now_ >= wake_at_;
    bool puller_due =
        puller_ && (std::exchange(puller_commanded_, false) || now_ >= puller_wake_at_);
    for (LossyLink::Arrival& arrival : up_.take(now_)) {
        engine_->handle(arrival.from, arrival.bytes, now_);
        due = true;
    }
    for (LossyLink::Arrival& arrival : down_.take(now_)) {
        for (const auto& peer : peers_) {
            if (peer->address == arrival.to && !peer->asleep) {
                peer->client->handle(arrival.bytes, now_);
            }
        }
        if (puller_ && puller_address_ == arrival.to) {
            puller_->handle(arrival.from, arrival.bytes, now_);
            puller_due = true;
        }
    }
    for (const auto& peer : peers_) {
        if (peer->asleep) continue;
        shoot(*peer);
        peer->client->tick(now_);
        for (const auto& datagram : peer->client->take()) {
            up_.send(peer->forged.value_or(peer->address), server_, datagram, now_);
        }
    }
    for (bool more = puller_due; more;) {
        const Engine::Output output = puller_->poll(now_);
        for (const Outbox::Datagram& datagram : output.outbox->datagrams()) {
            up_.send(puller_address_, datagram.to, output.outbox->bytes(datagram), now_);
        }
        puller_events_.insert(puller_events_.end(), output.events.begin(), output.events.end());
        more = output.more;
        puller_wake_at_ = output.wake_at;
    }
    for (bool more = due; more;) {
        const Engine::Output output = engine_->poll(now_);
        for (const Outbox::Datagram& datagram : output.outbox->datagrams()) {
            down_.send(server_, datagram.to, output.outbox->bytes(datagram), now_);
        }
        events_.insert(events_.end(), output.events.begin(), output.events.end());
        more = output.more;
        wake_at_ = output.wake_at;
    }
}

void MediaWorld::run_for(std::chrono::microseconds span) {
    const MonoTime end = now_ + span;
    while (now_ < end) step();
}

void MediaWorld::connect_all() {
    const auto connected = [this] {
        return std::all_of(peers_.begin(), peers_.end(),
                           [](const auto& peer) { return peer->client->connected(); });
    };
    run_until(connected, 5s);
}

std::chrono::microseconds MediaWorld::longest_freeze(const RtcClient* viewer,
                                                     std::chrono::microseconds span) {
    const MonoTime end = now_ + span;
    std::chrono::microseconds longest{0};
    while (now_ < end) {
        step();
        longest = std::max(longest, now_ - viewer->video().last_frame_at);
    }
    return longest;
}

bool MediaWorld::run_until(const std::function<bool()>& reached, std::chrono::microseconds limit) {
    const MonoTime end = now_ + limit;
    while (now_ < end) {
        if (reached()) return true;
        step();
    }
    return reached();
}

std::int64_t MediaWorld::drops(std::string_view reason) {
    for (const auto& [name, count] : engine_->engine_stats().drops) {
        if (name == reason) return count;
    }
    return -1;
}

}  // namespace lsl::test
