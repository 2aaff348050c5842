#include "tests/server/http/http_client.h"

#include <algorithm>
#include <cstdlib>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lsl::testing {
namespace {

constexpr std::chrono::milliseconds patience{5000};

std::string decoded_chunks(std::string_view text, bool& complete) {
    std::string body;
    complete = false;
    for (;;) {
        const std::size_t end = text.find("\r\n");
        if (end == std::string_view::npos) return body;
        const std::size_t size =
            std::strtoul(std::string(text.substr(0, end)).c_str(), nullptr, 16);
        if (text.size() < end + 2 + size + 2) return body;
        if (size == 0) {
            complete = true;
            return body;
        }
        body += text.substr(end + 2, size);
        text.remove_prefix(end + 2 + size + 2);
    }
}

}  // namespace

std::string HttpAnswer::header(std::string_view name) const {
    std::string_view rest = head;
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find("\r\n"));
        rest.remove_prefix(std::min(rest.size(), line.size() + 2));
        if (line.size() > name.size() + 1 && line[name.size()] == ':' &&
            strncasecmp(line.data(), name.data(), name.size()) == 0) {
            return std::string(line.substr(std::min(line.size(), name.size() + 2)));
        }
    }
    return {};
}

HttpConnection::HttpConnection(std::uint16_t port, const char* from)
    : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    inet_pton(AF_INET, from, &address.sin_addr);
    if (address.sin_addr.s_addr != htonl(INADDR_LOOPBACK)) {
        bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    }
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        close(socket_);
        socket_ = -1;
    }
}

HttpConnection::~HttpConnection() {
    if (socket_ >= 0) close(socket_);
}

bool HttpConnection::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void HttpConnection::finish_sending() { shutdown(socket_, SHUT_WR); }

bool HttpConnection::fill(std::chrono::milliseconds at_most) {
    pollfd entry{socket_, POLLIN, 0};
    if (poll(&entry, 1, static_cast<int>(at_most.count())) <= 0) return false;
    char buffer[16384];
    const ssize_t count = recv(socket_, buffer, sizeof buffer, 0);
    if (count > 0) received_.append(buffer, static_cast<std::size_t>(count));
    return count > 0;
}

std::optional<HttpAnswer> HttpConnection::read_answer(std::string_view method) {
    for (;;) {
        const std::size_t end = received_.find("\r\n\r\n");
        if (end != std::string::npos) {
            HttpAnswer answer;
            answer.head = received_.substr(0, end + 2);
            answer.status = std::atoi(answer.head.substr(9, 3).c_str());
            if (answer.status == 100) {
                received_.erase(0, end + 4);
                continue;
            }
            const std::string_view rest = std::string_view(received_).substr(end + 4);
            const bool bodiless = method == "HEAD" || answer.status == 204 || answer.status == 304;
            const std::string length = answer.header("Content-Length");
            if (bodiless || length == "0") {
                received_.erase(0, end + 4);
                return answer;
            }
            if (!length.empty() && rest.size() >= std::stoul(length)) {
                answer.body = rest.substr(0, std::stoul(length));
                received_.erase(0, end + 4 + answer.body.size());
                return answer;
            }
            if (answer.header("Transfer-Encoding") == "chunked") {
                bool complete = false;
                answer.body = decoded_chunks(rest, complete);
                if (complete) {
                    received_.clear();
                    return answer;
                }
            }
        }
        if (!fill(patience)) return std::nullopt;
    }
}

std::string HttpConnection::read_until(std::string_view text, std::chrono::milliseconds at_most) {
    while (received_.find(text) == std::string::npos && fill(at_most)) {
    }
    return received_;
}

bool HttpConnection::closes_within(std::chrono::milliseconds at_most) {
    pollfd entry{socket_, POLLIN, 0};
    char waste[16384];
    while (poll(&entry, 1, static_cast<int>(at_most.count())) > 0) {
        if (recv(socket_, waste, sizeof waste, 0) <= 0) return true;
    }
    return false;
}

HttpAnswer HttpClient::request(std::string_view method, std::string_view path,
                               std::string_view body, const std::vector<std::string>& headers) {
    std::string text = std::string(method) + " " + std::string(path) + " HTTP/1.1\r\n";
    text += "Host: localhost:" + std::to_string(port_) + "\r\nConnection: close\r\n";
    if (!cookies.empty()) text += "Cookie: " + cookie_header() + "\r\n";
    for (const std::string& header : headers) text += header + "\r\n";
    if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    text += "\r\n" + std::string(body);
    HttpConnection connection(port_, from_.c_str());
    connection.send(text);
    HttpAnswer answer = connection.read_answer(method).value_or(HttpAnswer{});
    keep_cookies(answer);
    return answer;
}

HttpAnswer HttpClient::post(std::string_view path, std::string_view json) {
    return request("POST", path, json, {"Content-Type: application/json"});
}

std::string HttpClient::cookie_header() const {
    std::string text;
    for (const std::string& cookie : cookies) text += (text.empty() ? "" : "; ") + cookie;
    return text;
}

void HttpClient::keep_cookies(const HttpAnswer& answer) {
    constexpr std::string_view line_start = "\r\nSet-Cookie: ";
    for (auto at = answer.head.find(line_start); at != std::string::npos;
         at = answer.head.find(line_start, at + 1)) {
        const std::size_t start = at + line_start.size();
        const std::string pair = answer.head.substr(start, answer.head.find(';', start) - start);
        const std::string name = pair.substr(0, pair.find('=') + 1);
        std::erase_if(cookies, [&](const std::string& cookie) { return cookie.starts_with(name); });
        if (pair.size() > name.size()) cookies.push_back(pair);
    }
}

}  // namespace lsl::testing
