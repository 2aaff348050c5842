#include "server/http/api/wire.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>

#include <fcntl.h>
#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>

namespace lsl::http {
namespace {

constexpr std::size_t largest_write = 64u << 10;

}  // namespace

Wire::Wire(int socket, SSL* session, const Clock& clock)
    : socket_(socket), clock_(clock), session_(session, SSL_free) {
    fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK);
    // A write that could not be finished goes on with what its caller has then.
    if (session_) {
        SSL_set_mode(session_.get(),
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    }
}

bool Wire::wait(short events, MonoTime deadline) const {
    using std::chrono::milliseconds;
    for (;;) {
        const auto left = std::chrono::ceil<milliseconds>(deadline - clock_.mono()).count();
        if (left <= 0) return false;
        pollfd entry{socket_, events, 0};
        const int ready = poll(&entry, 1, static_cast<int>(std::min<std::int64_t>(left, 60'000)));
        if (ready > 0) return true;
        if (ready < 0 && errno != EINTR) return false;
    }
}

bool Wire::wait_for_tls(int result, MonoTime deadline) const {
    switch (SSL_get_error(session_.get(), result)) {
        case SSL_ERROR_WANT_READ: return wait(POLLIN, deadline);
        case SSL_ERROR_WANT_WRITE: return wait(POLLOUT, deadline);
        default: return false;
    }
}

bool Wire::shake_hands(MonoTime deadline) {
    for (;;) {
        ERR_clear_error();
        const int result = SSL_accept(session_.get());
        if (result == 1) return true;
        if (!wait_for_tls(result, deadline)) {
            failed_ = true;
            return false;
        }
    }
}

bool Wire::wait_readable(MonoTime deadline) {
    if (begin_ < end_ || (session_ && SSL_pending(session_.get()) > 0)) return true;
    return wait(POLLIN, deadline);
}

ssize_t Wire::read(char* data, std::size_t size, MonoTime deadline) {
    if (begin_ == end_) {
        if (size >= buffer_.size()) return receive(data, size, deadline);
        const ssize_t count = receive(buffer_.data(), buffer_.size(), deadline);
        if (count <= 0) return count;
        begin_ = 0;
        end_ = static_cast<std::size_t>(count);
    }
    const std::size_t count = std::min(size, end_ - begin_);
    std::memcpy(data, buffer_.data() + begin_, count);
    begin_ += count;
    return static_cast<ssize_t>(count);
}

ssize_t Wire::receive(char* data, std::size_t size, MonoTime deadline) {
    while (!failed_) {
        // Also when bytes are there: whoever drips them gains no time.
        if (clock_.mono() >= deadline) return -1;
        if (session_) {
            ERR_clear_error();
            const int count = SSL_read(session_.get(), data,
                                       static_cast<int>(std::min<std::size_t>(size, 1u << 30)));
            if (count > 0) return count;
            if (SSL_get_error(session_.get(), count) == SSL_ERROR_ZERO_RETURN) return 0;
            failed_ = !wait_for_tls(count, deadline);
        } else {
            const ssize_t count = recv(socket_, data, size, 0);
            if (count >= 0) return count;
            if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) return -1;
            if (!wait(POLLIN, deadline)) return -1;
        }
    }
    return -1;
}

ssize_t Wire::write(const char* data, std::size_t size, MonoTime deadline) {
    size = std::min(size, largest_write);
    while (!failed_) {
        if (session_) {
            ERR_clear_error();
            const int count = SSL_write(session_.get(), data, static_cast<int>(size));
            if (count > 0) return count;
            failed_ = !wait_for_tls(count, deadline);
        } else {
            const ssize_t count = send(socket_, data, size, MSG_NOSIGNAL);
            if (count >= 0) return count;
            if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) return -1;
            if (!wait(POLLOUT, deadline)) return -1;
        }
    }
    return -1;
}

bool Wire::is_writable() const {
    pollfd entry{socket_, POLLOUT, 0};
    return poll(&entry, 1, 0) > 0 && (entry.revents & POLLOUT) != 0;
}

bool Wire::peer_is_there() const {
    pollfd entry{socket_, POLLRDHUP, 0};
    return poll(&entry, 1, 0) == 0;
}

void Wire::linger(MonoTime deadline) {
    say_goodbye();
    shutdown(socket_, SHUT_WR);
    std::array<char, 16u << 10> waste;
    while (clock_.mono() < deadline) {
        if (!wait(POLLIN, deadline)) return;
        if (recv(socket_, waste.data(), waste.size(), MSG_DONTWAIT) <= 0) return;
    }
}

void Wire::say_goodbye() {
    // After a failure OpenSSL allows no shutdown (SSL_shutdown(3)).
    if (session_ && !failed_) SSL_shutdown(session_.get());
    failed_ = failed_ || session_ != nullptr;
}

}  // namespace lsl::http
