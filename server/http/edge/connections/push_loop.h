#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "server/http/edge/connections/push_wire.h"
#include "server/http/edge/message.h"
#include "server/threads/worker.h"
#include "shared/base/clock.h"

namespace lsl::http {

/// Sends endless answers: one thread for all connections, asleep when nothing is due. Nothing here
/// waits for a peer: what a connection does not take stays in its body's queue, which is bounded by
/// its owner, and a connection without progress ends after a while. Thread-safe.
class PushLoop {
  public:
    /// Called on the loop's thread before the socket is closed; must not call the loop.
    using Ended = std::function<void()>;

    PushLoop(const Clock& clock, std::chrono::milliseconds write_timeout);
    ~PushLoop();
    PushLoop(const PushLoop&) = delete;
    PushLoop& operator=(const PushLoop&) = delete;

    /// Takes over a connection whose head is sent.
    void take(PushWire wire, std::shared_ptr<PushedBody> body, Ended ended);
    /// Ends all connections, and each that is taken from now on.
    void stop();
    std::size_t count() const;
    /// Connections that were ended because they took nothing for too long, since the start.
    std::uint64_t too_slow_count() const { return too_slow_; }

  private:
    using Number = std::uint64_t;

    struct Connection {
        PushWire wire;
        std::shared_ptr<PushedBody> body;
        Ended ended;
        MonoTime look_at{};  ///< in `looks_`
        bool over = false;   ///< the body has no more
        bool is_stuck = false;
    };
    struct Arrival {
        Number number;
        Connection connection;
    };

    threads::Worker::Rest turn();
    void end_all();
    void receive_calls();
    void arrive(Arrival arrival);
    void look(Number number);
    void send(Number number, Connection& connection);
    void schedule(Number number, Connection& connection, MonoTime at);
    void handle(Number number, std::uint32_t events);
    void end(Number number);
    int milliseconds_to_wait() const;
    void call();

    const Clock& clock_;
    const std::chrono::milliseconds write_timeout_;
    const int wake_;
    const int epoll_;

    // Of the loop's thread:
    std::unordered_map<Number, Connection> connections_;
    std::set<std::pair<MonoTime, Number>> looks_;

    std::atomic<std::uint64_t> too_slow_ = 0;

    mutable std::mutex mutex_;
    std::vector<Arrival> arrivals_;
    std::vector<Number> woken_;
    std::size_t count_ = 0;
    Number last_ = 0;
    bool called_ = false;  ///< `wake_` is readable
    bool stopping_ = false;
    threads::Worker worker_;  // last: it uses all the others
};

}  // namespace lsl::http
