#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "shared/base/clock.h"
#include "tests/bench/forwarder.h"
#include "tests/bench/swarm_peer.h"

namespace lsl::bench {

/// Viewers that ask for their sessions evenly over a time, from threads of their own: a request
/// blocks, and whoever watches meanwhile must not wait for it. What follows the answer is the
/// swarm's. They share a certificate, since making one costs more than all that the server does.
class Newcomers {
  public:
    /// All arguments outlive it; `forwarder` is asked by several threads at a time.
    Newcomers(Forwarder& forwarder, const media::DtlsContext& dtls, const Clock& clock,
              std::size_t count, double seconds);
    ~Newcomers();
    Newcomers(const Newcomers&) = delete;
    Newcomers& operator=(const Newcomers&) = delete;

    void begin();
    /// Those that have been answered since the last call.
    std::vector<std::unique_ptr<Peer>> take();
    std::size_t count() const { return count_; }
    /// One was refused; no more ask then.
    bool failed() const { return failed_; }
    Error error() const;

  private:
    void ask_all(std::size_t thread);
    Result<void> ask(std::size_t index);

    Forwarder& forwarder_;
    const media::DtlsContext& dtls_;
    const Clock& clock_;
    const std::size_t count_;
    const double seconds_;
    MonoTime begun_{};
    std::atomic<bool> failed_ = false;
    mutable std::mutex mutex_;  ///< of what follows
    std::vector<std::unique_ptr<Peer>> answered_;
    std::optional<Error> error_;
    std::vector<std::thread> threads_;
};

}  // namespace lsl::bench
