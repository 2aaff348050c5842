#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "server/system_clock.h"
#include "tests/bench/forwarder.h"
#include "tests/bench/swarm_peer.h"

namespace lsl::bench {

class Newcomers;

struct Traffic {
    std::size_t viewers = 100;
    std::size_t kbps = 2500;  ///< of the picture; the sound comes on top; 0 = sound alone
    std::size_t frames_per_second = 30;
    double seconds = 5;            ///< that are measured
    double key_frame_every_s = 2;  ///< as live encoders do
};

/// What arrived in the measured time.
struct Measured {
    double seconds = 0;
    std::int64_t delivered = 0;  ///< RTP packets, at all viewers together
    std::int64_t expected = 0;   ///< what the publisher sent, once for each viewer
    std::int64_t gaps = 0;       ///< sequence numbers that a viewer saw missing
    std::int64_t late = 0;
    std::int64_t undecryptable = 0;  ///< of the viewers that decrypt
    std::int64_t broken = 0;         ///< decrypted, and not what was sent
    // Publisher's send call to arrival at the viewer's socket:
    std::vector<double> delays_us;        ///< of the picture
    std::vector<double> sound_delays_us;  ///< of the sound
    double publisher_late_ms_p95 = 0;     ///< how far this program fell behind its own schedule
};

/// What newcomers saw while others watched.
struct Joined {
    Measured watched;              ///< by those who were there before
    std::vector<double> joins_ms;  ///< request to the first packets of sound and of a key frame
    std::size_t missing = 0;       ///< newcomers that got none
    std::int64_t key_frame_requests = 0;
};

/// One synthetic publisher and many viewers on loopback sockets of their own, run by one thread.
/// The publisher sends 30 frames a second with key frames of four times their size, paced like a
/// browser, and Opus-sized sound. Each viewer does ICE, DTLS and receiver reports; one in sixteen
/// decrypts and looks for the mark of when each packet left.
class Swarm {
  public:
    Swarm(Forwarder& forwarder, Traffic traffic);
    ~Swarm();

    /// Everybody connected and receiving.
    Result<void> connect();
    /// Runs without measuring: what begins anew settles.
    void warm_up(double seconds);
    Measured measure();
    /// Measures those who watch while newcomers come in.
    Result<Joined> measure_joins(Newcomers& newcomers);
    const media::DtlsContext& dtls() const { return *dtls_; }

  private:
    class SendTimes;

    Result<void> join(std::size_t index);
    std::size_t receiving() const;
    template <class Done>
    void run_until(Done done, double limit_seconds);
    template <class Done>
    Measured measure_until(Done done, double limit_seconds);
    void settle();
    void admit(std::unique_ptr<Peer> newcomer);
    void listen_to(Peer& peer);
    void note_joined(Peer& peer);
    void note_delay(const Peer& peer, bool is_sound, std::int64_t arrived_ns);
    std::int64_t delivered() const;
    void shoot(MonoTime now);
    void begin_frame(MonoTime now);
    void tick(MonoTime now);
    void receive();
    void receive_from(Peer& peer);
    void take(Peer& peer, media::MutableBytes datagram, std::int64_t arrived_ns);

    const SystemClock clock_;
    Forwarder& forwarder_;
    const Traffic traffic_;
    std::unique_ptr<media::DtlsContext> dtls_;
    std::unique_ptr<Peer> publisher_;
    std::vector<std::unique_ptr<Peer>> viewers_;
    std::vector<std::unique_ptr<Peer>> newcomers_;
    int epoll_ = -1;

    MonoTime next_frame_{}, next_audio_{}, next_burst_{}, next_tick_{};
    std::size_t next_ticking_ = 0;
    std::uint32_t frame_ = 0;
    std::vector<std::vector<std::byte>> burst_;  ///< packets of the frame that is being sent
    std::size_t burst_next_ = 0;
    std::unique_ptr<SendTimes> send_times_;
    std::unique_ptr<SendTimes> sound_times_;
    std::uint32_t sounds_ = 0;
    bool filming_ = true;
    std::int64_t sent_ = 0;  ///< media packets of the publisher
    bool measuring_ = false;
    std::vector<double> delays_us_;
    std::vector<double> sound_delays_us_;
    std::vector<double> joins_ms_;
    std::vector<double> behind_ms_;
};

}  // namespace lsl::bench
