#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <utility>

#include <openssl/ssl.h>
#include <sys/types.h>

#include "server/http/edge/message.h"

namespace lsl::http {

/// The sending end of a connection that was taken over from its Wire: texts wait here until the
/// peer takes them, and no call waits. Owns socket and TLS session. Not thread-safe.
class PushWire {
  public:
    using Session = std::unique_ptr<SSL, decltype(&SSL_free)>;

    PushWire(int socket, Session session) : socket_(socket), session_(std::move(session)) {}
    ~PushWire();
    PushWire(PushWire&& other) noexcept;
    PushWire& operator=(PushWire&&) = delete;

    int socket() const { return socket_; }
    void add(SharedBytes text) {
        if (!text->empty()) texts_.push_back(std::move(text));
    }

    enum class Sent : std::uint8_t { All, Some, Nothing, Failed };
    /// Sends what the socket takes at once.
    Sent send();
    /// Reads what a listener has no reason to send. False when it is gone, or sends too much.
    bool read_away();
    /// Tells a TLS peer that this is the end, if that takes no time.
    void say_goodbye();

  private:
    /// Bytes sent; 0 when none can be, below 0 for failures.
    ssize_t send_some();
    ssize_t send_plain();
    ssize_t send_secure();
    void forget(std::size_t bytes);

    int socket_;
    Session session_;
    std::deque<SharedBytes> texts_;
    std::size_t sent_of_first_ = 0;
    std::size_t waste_ = 0;
    bool failed_ = false;
};

}  // namespace lsl::http
