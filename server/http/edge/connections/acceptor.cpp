#include "server/http/edge/connections/acceptor.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <exception>
#include <optional>
#include <utility>

#include <netdb.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lsl::http {
namespace {

constexpr std::chrono::milliseconds time_to_leave{1000};
constexpr std::size_t most_leaving = 64;
constexpr std::chrono::milliseconds pause_without_descriptors{50};

}  // namespace

std::string peer_of(int socket) {
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    char text[NI_MAXHOST] = "";
    auto* const generic = reinterpret_cast<sockaddr*>(&peer);
    if (getpeername(socket, generic, &size) != 0) return "";
    const int failed = getnameinfo(generic, size, text, sizeof text, nullptr, 0, NI_NUMERICHOST);
    return failed == 0 ? text : "";
}

Acceptor::Acceptor(int listener, const Clock& clock, Take take)
    : listener_(listener),
      clock_(clock),
      take_(std::move(take)),
      wake_(eventfd(0, EFD_CLOEXEC)),
      worker_({.name = "acceptor",
               .after_failure = pause_without_descriptors,
               .interrupt =
                   [this] {
                       const std::uint64_t one = 1;
                       [[maybe_unused]] const ssize_t written = write(wake_, &one, sizeof one);
                   },
               .last =
                   [this] {
                       for (const Leaving& leaving : leaving_) close(leaving.socket);
                       leaving_.clear();
                   }},
              [this] { return turn(); }) {}

Acceptor::~Acceptor() {
    stop();
    close(wake_);
}

threads::Worker::Rest Acceptor::turn() {
    // While descriptors are short, the listener would be ready again and again.
    std::vector<pollfd> entries{{wake_, POLLIN, 0},
                                {short_of_descriptors_ ? -1 : listener_, POLLIN, 0}};
    for (const Leaving& leaving : leaving_) entries.push_back({leaving.socket, POLLIN, 0});
    poll(entries.data(), entries.size(), milliseconds_to_wait());
    short_of_descriptors_ = false;
    if (entries[0].revents != 0) return threads::Worker::over;
    std::vector<int> readable;
    for (std::size_t i = 2; i < entries.size(); ++i) {
        if (entries[i].revents != 0) readable.push_back(entries[i].fd);
    }
    let_go(readable);
    if (entries[1].revents != 0) accept_one();
    return threads::Worker::no_rest;
}

void Acceptor::accept_one() {
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) {
        short_of_descriptors_ =
            errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
        return;
    }
    try {
        if (const auto refusal = take_(socket)) turn_away(socket, *refusal);
    } catch (const std::exception&) {
        close(socket);
    }
}

void Acceptor::turn_away(int socket, const std::string& text) {
    if (text.empty() || send(socket, text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL) < 0) {
        close(socket);
        return;
    }
    shutdown(socket, SHUT_WR);
    if (leaving_.size() >= most_leaving) {
        close(leaving_.front().socket);
        leaving_.pop_front();
    }
    leaving_.push_back({socket, clock_.mono() + time_to_leave});
}

void Acceptor::let_go(const std::vector<int>& readable) {
    const MonoTime now = clock_.mono();
    std::erase_if(leaving_, [&](const Leaving& leaving) {
        bool gone = leaving.until <= now;
        if (std::find(readable.begin(), readable.end(), leaving.socket) != readable.end()) {
            char waste[4096];
            gone = gone || recv(leaving.socket, waste, sizeof waste, MSG_DONTWAIT) <= 0;
        }
        if (gone) close(leaving.socket);
        return gone;
    });
}

int Acceptor::milliseconds_to_wait() const {
    using std::chrono::ceil;
    using std::chrono::milliseconds;
    if (short_of_descriptors_) return static_cast<int>(pause_without_descriptors.count());
    if (leaving_.empty()) return -1;
    const auto left = ceil<milliseconds>(leaving_.front().until - clock_.mono()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, time_to_leave.count()));
}

}  // namespace lsl::http
