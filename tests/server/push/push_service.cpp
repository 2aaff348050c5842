#include "tests/server/push/push_service.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <sstream>

namespace lsl::testing {
namespace {

/// Up to the end of the body that Content-Length names.
std::string read_request(int connection) {
    std::string text;
    char buffer[4096];
    for (;;) {
        const std::size_t head = text.find("\r\n\r\n");
        if (head != text.npos) {
            const std::size_t at = text.find("Content-Length: ");
            const std::size_t length = at < head ? std::stoul(text.substr(at + 16)) : 0;
            if (text.size() >= head + 4 + length) return text;
        }
        const auto got = ::recv(connection, buffer, sizeof buffer, 0);
        if (got <= 0) return {};
        text.append(buffer, static_cast<std::size_t>(got));
    }
}

PushService::Seen parsed(const std::string& text) {
    PushService::Seen seen;
    const std::size_t head = text.find("\r\n\r\n");
    std::istringstream lines(text.substr(0, head));
    std::string method, line;
    lines >> method >> seen.target;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
        const std::size_t colon = line.find(": ");
        if (colon == line.npos) continue;
        if (line.ends_with('\r')) line.pop_back();
        std::string name = line.substr(0, colon);
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        seen.headers[name] = line.substr(colon + 2);
    }
    seen.body = text.substr(head + 4);
    return seen;
}

}  // namespace

PushService::PushService() {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(socket_, reinterpret_cast<const sockaddr*>(&address), size);
    ::listen(socket_, 128);
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
}

void PushService::stop() {
    if (!thread_.joinable()) return;
    ::shutdown(socket_, SHUT_RDWR);
    thread_.join();
    ::close(socket_);
}

std::vector<PushService::Seen> PushService::seen() const {
    const std::lock_guard lock(mutex_);
    return seen_;
}

void PushService::serve() {
    for (;;) {
        const int connection = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection < 0) return;
        answer(connection);
        ::close(connection);
    }
}

void PushService::answer(int connection) {
    const std::string text = read_request(connection);
    if (text.empty()) return;
    const Seen request = parsed(text);
    {
        const std::lock_guard lock(mutex_);
        seen_.push_back(request);
    }
    const std::string prefix = "/status/";
    const std::string status =
        request.target.starts_with(prefix) ? request.target.substr(prefix.size(), 3) : "201";
    std::string reply = "HTTP/1.1 " + status + " Said\r\nConnection: close\r\n";
    if (status == "429") reply += "Retry-After: 120\r\n";
    if (status == "301") reply += "Location: /status/201\r\n";
    if (status != "204") reply += "Content-Length: 0\r\n";
    reply += "\r\n";
    ::send(connection, reply.data(), reply.size(), MSG_NOSIGNAL);
}

}  // namespace lsl::testing
