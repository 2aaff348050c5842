#include "server/http/edge/connections/push_wire.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include <openssl/err.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

namespace lsl::http {
namespace {

constexpr std::size_t most_pieces = 16;
constexpr std::size_t most_waste = 64u << 10;

bool is_for_later(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

}  // namespace

PushWire::PushWire(PushWire&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)),
      session_(std::move(other.session_)),
      texts_(std::move(other.texts_)),
      sent_of_first_(other.sent_of_first_),
      waste_(other.waste_),
      failed_(other.failed_) {}

PushWire::~PushWire() {
    if (socket_ < 0) return;
    session_.reset();
    shutdown(socket_, SHUT_RDWR);
    close(socket_);
}

PushWire::Sent PushWire::send() {
    bool any = false;
    while (!texts_.empty()) {
        const ssize_t count = send_some();
        if (count < 0) return Sent::Failed;
        if (count == 0) return any ? Sent::Some : Sent::Nothing;
        any = true;
        forget(static_cast<std::size_t>(count));
    }
    return Sent::All;
}

ssize_t PushWire::send_some() {
    if (failed_) return -1;
    return session_ ? send_secure() : send_plain();
}

ssize_t PushWire::send_plain() {
    std::array<iovec, most_pieces> pieces{};
    std::size_t count = 0;
    for (const SharedBytes& text : texts_) {
        if (count == pieces.size()) break;
        const std::size_t sent = count == 0 ? sent_of_first_ : 0;
        // The call does not write to what it is given (sendmsg(2)).
        pieces[count++] = {const_cast<char*>(text->data()) + sent, text->size() - sent};
    }
    msghdr message{};
    message.msg_iov = pieces.data();
    message.msg_iovlen = count;
    const ssize_t sent = sendmsg(socket_, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) return sent;
    return is_for_later(errno) ? 0 : -1;
}

ssize_t PushWire::send_secure() {
    const std::string& text = *texts_.front();
    ERR_clear_error();
    const int sent = SSL_write(session_.get(), text.data() + sent_of_first_,
                               static_cast<int>(text.size() - sent_of_first_));
    if (sent > 0) return sent;
    const int error = SSL_get_error(session_.get(), sent);
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) return 0;
    failed_ = true;
    return -1;
}

void PushWire::forget(std::size_t bytes) {
    while (bytes > 0) {
        const std::size_t left = texts_.front()->size() - sent_of_first_;
        if (bytes < left) {
            sent_of_first_ += bytes;
            return;
        }
        bytes -= left;
        texts_.pop_front();
        sent_of_first_ = 0;
    }
}

bool PushWire::read_away() {
    std::array<char, 4096> waste;
    for (;;) {
        ssize_t count = 0;
        if (session_) {
            ERR_clear_error();
            count = SSL_read(session_.get(), waste.data(), static_cast<int>(waste.size()));
            if (count <= 0) {
                const int error = SSL_get_error(session_.get(), static_cast<int>(count));
                if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) return true;
                failed_ = failed_ || error != SSL_ERROR_ZERO_RETURN;
                return false;
            }
        } else {
            count = recv(socket_, waste.data(), waste.size(), MSG_DONTWAIT);
            if (count < 0) return is_for_later(errno);
            if (count == 0) return false;
        }
        waste_ += static_cast<std::size_t>(count);
        if (waste_ > most_waste) return false;
    }
}

void PushWire::say_goodbye() {
    // After a failure OpenSSL allows no shutdown (SSL_shutdown(3)).
    if (session_ && !failed_) SSL_shutdown(session_.get());
    failed_ = true;
}

}  // namespace lsl::http
