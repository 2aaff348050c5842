#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <utility>

#include <openssl/ssl.h>
#include <sys/types.h>

#include "shared/base/clock.h"

namespace lsl::http {

/// Bytes of a connection, plain or by TLS. Waits by poll and never longer than its caller says,
/// however slowly a peer reads or writes. For one thread; the socket stays its owner's.
class Wire {
  public:
    /// `session` is the server's side of TLS, or null.
    Wire(int socket, SSL* session, const Clock& clock);

    /// The TLS handshake as a whole.
    bool shake_hands(MonoTime deadline);
    /// Bytes are there, or the peer closed.
    bool wait_readable(MonoTime deadline);
    /// At least one byte; 0 at the peer's end, -1 for failures and at the deadline.
    ssize_t read(char* data, std::size_t size, MonoTime deadline);
    /// As many as go without waiting, but at least one; -1 for failures and at the deadline.
    ssize_t write(const char* data, std::size_t size, MonoTime deadline);
    /// Ready to take bytes at once.
    bool is_writable() const;
    bool peer_is_there() const;
    /// Nothing more will be written; what still comes is read away until `deadline`: closing over
    /// unread bytes would reset the connection and take the last answer with it.
    void linger(MonoTime deadline);
    /// Tells a TLS peer that this is the end, if that takes no time.
    void say_goodbye();

    int socket() const { return socket_; }
    /// The TLS session, for who goes on with the connection; this is of no use afterwards.
    std::unique_ptr<SSL, decltype(&SSL_free)> release_session() { return std::move(session_); }

  private:
    ssize_t receive(char* data, std::size_t size, MonoTime deadline);
    bool wait(short events, MonoTime deadline) const;
    /// After a TLS call that gave `result`: waits for what it needs. False: it failed.
    bool wait_for_tls(int result, MonoTime deadline) const;

    const int socket_;
    const Clock& clock_;
    std::unique_ptr<SSL, decltype(&SSL_free)> session_;
    std::array<char, 4096> buffer_{};
    std::size_t begin_ = 0, end_ = 0;  ///< what is read and not yet taken
    bool failed_ = false;
};

}  // namespace lsl::http
