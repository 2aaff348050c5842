#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "server/threads/worker.h"
#include "shared/base/clock.h"

namespace lsl::http {

/// The address at the other end of a connected socket; empty when it is not known (any more).
std::string peer_of(int socket);

/// Takes connections from a listening socket, on a thread of its own, and never ends by itself:
/// not for want of descriptors, memory or threads.
class Acceptor {
  public:
    /// Takes over a connected socket, or returns what to tell the peer before it is closed (empty:
    /// nothing can be told). May throw: then the connection is closed.
    using Take = std::function<std::optional<std::string>(int socket)>;

    /// `listener` stays its owner's.
    Acceptor(int listener, const Clock& clock, Take take);
    ~Acceptor();
    Acceptor(const Acceptor&) = delete;
    Acceptor& operator=(const Acceptor&) = delete;

    void stop() { worker_.stop(); }

  private:
    /// Closed at once, a connection would be reset over what the peer has sent already, and the
    /// refusal be lost with it: it stays for a moment, until the peer closes, a few at a time.
    struct Leaving {
        int socket;
        MonoTime until;
    };

    threads::Worker::Rest turn();
    void accept_one();
    void turn_away(int socket, const std::string& text);
    void let_go(const std::vector<int>& readable);
    int milliseconds_to_wait() const;

    const int listener_;
    const Clock& clock_;
    const Take take_;
    const int wake_;
    std::deque<Leaving> leaving_;
    bool short_of_descriptors_ = false;
    threads::Worker worker_;  // last: it uses all the others
};

}  // namespace lsl::http
