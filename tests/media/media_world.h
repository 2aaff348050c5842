#pragma once

#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "server/media/engine.h"
#include "tests/media/lossy_link.h"
#include "tests/media/rtc_client.h"

namespace lsl::test {

using namespace std::chrono_literals;

/// An engine, its clients, and the network between them, in a time of their own.
class MediaWorld {
  public:
    explicit MediaWorld(std::uint64_t seed = 1, LinkShape shape = {});
    ~MediaWorld();

    /// Offers, accepts the answer and puts the client on the network; null if the server refused.
    RtcClient* publish(const std::string& room, ClientOptions options = {});
    RtcClient* watch(const std::string& room, ClientOptions options = {},
                     const std::string& viewer = "viewer");
    /// The client stops existing without a word.
    void vanish(RtcClient* client);
    /// The client goes on from another address, as a phone that leaves the Wi-Fi.
    void move(RtcClient* client);
    /// Or from this one.
    void put(RtcClient* client, const media::Address& address) {
        peer_of(client).address = address;
    }
    /// What the client sends claims to come from `address`; it still receives at its own.
    void forge(RtcClient* client, const media::Address& address) {
        peer_of(client).forged = address;
    }
    /// A closed laptop: nothing leaves, and what arrives is lost; until it wakes.
    void sleep(RtcClient* client) { peer_of(client).asleep = true; }
    void wake(RtcClient* client) { peer_of(client).asleep = false; }

    /// A second engine, at an address of its own on the same network: it pulls `room` from the
    /// first one into a room of the same name. Returns the session there.
    media::Engine& puller();
    Result<media::SessionName> pull(const std::string& room);
    /// What that offer was answered with, before `change` and acceptance.
    Result<media::SessionName> pull(const std::string& room,
                                    const std::function<void(std::string& answer)>& change);
    /// The first engine loses everything it knows, as when its process is restarted.
    void restart_server();

    void run_for(std::chrono::microseconds span);
    /// Runs until all clients are connected, five seconds at most.
    void connect_all();
    /// Runs, and returns the longest time that this viewer had no new picture.
    std::chrono::microseconds longest_freeze(const RtcClient* viewer,
                                             std::chrono::microseconds span);
    /// True as soon as `reached` is; false when it never was within `limit`.
    bool run_until(const std::function<bool()>& reached, std::chrono::microseconds limit);

    /// While running, this client sends 30 frames and 50 audio packets a second. The first frame is
    /// a key frame, then one every `key_interval` frames (0: only when asked for).
    struct Camera {
        std::size_t frame_bytes = 10'000;
        std::size_t key_bytes = 40'000;
        int key_interval = 0;
        bool audio = true;
        bool reports = true;
    };
    void film(RtcClient* client, Camera camera);
    void film(RtcClient* client) { film(client, Camera{}); }
    void stop_filming(RtcClient* client);

    /// A datagram to the server from an address that is nobody's or a client's.
    void inject(const media::Address& from, media::Bytes bytes);
    media::Address address_of(const RtcClient* client) const;

    media::Engine& engine() {
        commanded_ = true;
        return *engine_;
    }
    media::DtlsContext& dtls() { return *dtls_; }
    LossyLink& up() { return up_; }
    LossyLink& down() { return down_; }
    MonoTime now() const { return now_; }
    std::int64_t drops(std::string_view reason);
    template <class Event>
    int count() const {
        int found = 0;
        for (const media::MediaEvent& event : events_) {
            found += std::holds_alternative<Event>(event) ? 1 : 0;
        }
        return found;
    }
    const std::vector<media::MediaEvent>& events() const { return events_; }
    template <class Event>
    int count_at_puller() const {
        int found = 0;
        for (const media::MediaEvent& event : puller_events_) {
            found += std::holds_alternative<Event>(event) ? 1 : 0;
        }
        return found;
    }
    const media::SessionName& session_of(const RtcClient* client) const;

  private:
    struct Peer {
        std::unique_ptr<RtcClient> client;
        media::Address address;
        std::optional<media::Address> forged;
        media::SessionName session;
        std::optional<Camera> camera;
        MonoTime next_frame{};
        MonoTime next_audio{};
        MonoTime next_report{};
        std::int64_t frames = 0;
        bool asleep = false;
    };

    std::unique_ptr<media::Engine> make_engine(const media::Address& address);
    RtcClient* add(const std::string& room, ClientOptions options, const std::string& viewer);
    Peer& peer_of(const RtcClient* client);
    const Peer& peer_of(const RtcClient* client) const;
    void step();
    void shoot(Peer& peer);

    MonoTime now_{1'000'000'000};
    LossyLink up_;
    LossyLink down_;
    std::mt19937_64 random_;
    std::unique_ptr<media::DtlsContext> dtls_;
    std::unique_ptr<media::Engine> engine_;
    media::Address server_;
    std::unique_ptr<media::Engine> puller_;
    media::Address puller_address_;
    std::vector<media::MediaEvent> puller_events_;
    MonoTime puller_wake_at_{};
    bool puller_commanded_ = false;
    std::vector<std::unique_ptr<Peer>> peers_;
    std::vector<media::MediaEvent> events_;
    std::uint16_t next_port_ = 20000;
    MonoTime wake_at_{};  ///< the engine is left alone until then unless something happens
    bool commanded_ = false;
};

}  // namespace lsl::test
