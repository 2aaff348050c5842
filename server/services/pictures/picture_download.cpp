#include "server/services/pictures/picture_download.h"

#include <fcntl.h>
#include <netdb.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstring>
#include <memory>

#include "server/services/pictures/picture.h"

namespace lsl::services {

namespace {

constexpr int most_redirects = 3;
constexpr std::chrono::seconds longest_download{10};
constexpr std::size_t largest_answer = largest_picture_bytes + (64u << 10);

Error cannot_fetch(std::string detail) {
    return invalid_field("thumbnailUrl", "We couldn't fetch a picture from this address.")
        .with_detail(std::move(detail));
}

struct FreesAddresses {
    void operator()(addrinfo* list) const { freeaddrinfo(list); }
};
struct FreesTls {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
};
struct FreesTlsContext {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};

/// A connection to one address, plain or TLS, that has to be done by a deadline.
class Link {
  public:
    Link(const Clock& clock, MonoTime deadline) : clock_(clock), deadline_(deadline) {}
    ~Link() {
        ssl_.reset();
        if (socket_ >= 0) ::close(socket_);
    }

    Result<void> connect(const PictureUrl& url, const PictureSources& sources) {
        if (!sources.port(url.port)) return cannot_fetch("port " + url.port);
        addrinfo hints{};
        hints.ai_socktype = SOCK_STREAM;
        hints.ai_flags = AI_NUMERICSERV;
        addrinfo* raw = nullptr;
        if (getaddrinfo(url.host.c_str(), url.port.c_str(), &hints, &raw) != 0) {
            return cannot_fetch("no address of " + url.host);
        }
        const std::unique_ptr<addrinfo, FreesAddresses> list(raw);
        for (const addrinfo* one = list.get(); one != nullptr; one = one->ai_next) {
            sockaddr_storage address{};
            std::memcpy(&address, one->ai_addr, one->ai_addrlen);
            // The address that was checked is the one connected to: no second look at the name.
            if (!sources.address(address)) continue;
            if (open_socket(*one)) return url.secure ? start_tls(url.host) : Result<void>();
        }
        return cannot_fetch("no public address of " + url.host + " answers");
    }

    Result<void> send(std::string_view text) {
        while (!text.empty()) {
            const int sent =
                ssl_ ? SSL_write(ssl_.get(), text.data(), static_cast<int>(text.size()))
                     : static_cast<int>(::send(socket_, text.data(), text.size(), MSG_NOSIGNAL));
            if (sent > 0) {
                text.remove_prefix(static_cast<std::size_t>(sent));
            } else if (!wait_again(sent, POLLOUT)) {
                return cannot_fetch("sending failed");
            }
        }
        return {};
    }

    /// Up to the end of the connection, or to more than `most` bytes.
    Result<std::string> read_all(std::size_t most) {
        std::string text;
        char buffer[16384];
        while (text.size() <= most) {
            const int got = ssl_ ? SSL_read(ssl_.get(), buffer, sizeof buffer)
                                 : static_cast<int>(::recv(socket_, buffer, sizeof buffer, 0));
            if (got > 0) {
                text.append(buffer, static_cast<std::size_t>(got));
            } else if (is_end(got)) {
                return text;
            } else if (!wait_again(got, POLLIN)) {
                return cannot_fetch("the answer stopped");
            }
        }
        return cannot_fetch("the answer is too large");
    }

  private:
    bool open_socket(const addrinfo& address) {
        if (socket_ >= 0) ::close(socket_);
        socket_ = ::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (socket_ < 0) return false;
        if (::connect(socket_, address.ai_addr, address.ai_addrlen) == 0) return true;
        if (errno != EINPROGRESS || !wait_for(POLLOUT)) return false;
        int problem = 0;
        socklen_t size = sizeof problem;
        getsockopt(socket_, SOL_SOCKET, SO_ERROR, &problem, &size);
        return problem == 0;
    }

    Result<void> start_tls(const std::string& host) {
        context_.reset(SSL_CTX_new(TLS_client_method()));
        if (!context_) return cannot_fetch("no TLS");
        SSL_CTX_set_default_verify_paths(context_.get());
        SSL_CTX_set_min_proto_version(context_.get(), TLS1_2_VERSION);
        SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
        ssl_.reset(SSL_new(context_.get()));
        if (!ssl_) return cannot_fetch("no TLS");
        SSL_set_fd(ssl_.get(), socket_);
        SSL_set_tlsext_host_name(ssl_.get(), host.c_str());
        SSL_set1_host(ssl_.get(), host.c_str());
        while (true) {
            const int done = SSL_connect(ssl_.get());
            if (done == 1) return {};
            if (!wait_again(done, POLLIN)) return cannot_fetch("TLS with " + host + " failed");
        }
    }

    bool is_end(int result) {
        if (!ssl_) return result == 0;
        return SSL_get_error(ssl_.get(), result) == SSL_ERROR_ZERO_RETURN;
    }

    bool wait_again(int result, short events) {
        if (!ssl_) return (errno == EAGAIN || errno == EINTR) && wait_for(events);
        switch (SSL_get_error(ssl_.get(), result)) {
            case SSL_ERROR_WANT_READ: return wait_for(POLLIN);
            case SSL_ERROR_WANT_WRITE: return wait_for(POLLOUT);
            default: return false;
        }
    }

    bool wait_for(short events) {
        using std::chrono::ceil;
        using std::chrono::milliseconds;
        pollfd waiting{socket_, events, 0};
        while (true) {
            const auto left = ceil<milliseconds>(deadline_ - clock_.mono()).count();
            if (left <= 0) return false;
            const int ready = ::poll(&waiting, 1, static_cast<int>(left));
            if (ready >= 0 || errno != EINTR) return ready > 0;
        }
    }

    const Clock& clock_;
    const MonoTime deadline_;
    int socket_ = -1;
    std::unique_ptr<SSL_CTX, FreesTlsContext> context_;
    std::unique_ptr<SSL, FreesTls> ssl_;
};

struct Answer {
    int status = 0;
    std::string location;
    std::string body;
};

bool same_word(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return std::tolower(static_cast<unsigned char>(x)) ==
               std::tolower(static_cast<unsigned char>(y));
    });
}

/// HTTP/1.0 was asked for, so the body goes to the end of the connection, without chunks.
std::optional<Answer> parse_answer(const std::string& text) {
    const auto head_end = text.find("\r\n\r\n");
    if (head_end == std::string::npos || !text.starts_with("HTTP/1.")) return std::nullopt;
    Answer answer;
    std::from_chars(text.data() + 9, text.data() + 12, answer.status);
    std::string_view head = std::string_view(text).substr(0, head_end);
    while (!head.empty()) {
        const auto line_end = head.find("\r\n");
        const std::string_view line = head.substr(0, line_end);
        head.remove_prefix(line_end == std::string_view::npos ? head.size() : line_end + 2);
        const auto colon = line.find(':');
        if (colon == std::string_view::npos || !same_word(line.substr(0, colon), "location")) {
            continue;
        }
        std::string_view value = line.substr(colon + 1);
        while (value.starts_with(' ')) value.remove_prefix(1);
        answer.location = value;
    }
    answer.body = text.substr(head_end + 4);
    return answer;
}

Result<Answer> get(const PictureUrl& url, const PictureSources& sources, const Clock& clock,
                   MonoTime deadline) {
    Link link(clock, deadline);
    LSL_TRY(link.connect(url, sources));
    const bool v6 = url.host.find(':') != std::string::npos;
    LSL_TRY(link.send("GET " + url.target +
                      " HTTP/1.0\r\nHost: " + (v6 ? "[" + url.host + "]" : url.host) +
                      "\r\nAccept: image/jpeg, image/png, image/webp\r\n"
                      "User-Agent: LeanSporty-Live\r\nConnection: close\r\n\r\n"));
    const std::string text = LSL_TRY(link.read_all(largest_answer));
    auto answer = parse_answer(text);
    if (!answer) return cannot_fetch("the answer is not HTTP");
    return std::move(*answer);
}

}  // namespace

Result<std::string> download_picture(const std::string& text, const Clock& clock,
                                     const PictureSources& sources) {
    const MonoTime deadline = clock.mono() + longest_download;
    auto url = PictureUrl::parse(text);
    for (int redirects = 0; url && redirects <= most_redirects; ++redirects) {
        Answer answer = LSL_TRY(get(*url, sources, clock, deadline));
        if (answer.status == 200) return std::move(answer.body);
        if (answer.status < 300 || answer.status >= 400 || answer.location.empty()) {
            return cannot_fetch("status " + std::to_string(answer.status));
        }
        url = url->resolve(answer.location);
    }
    return cannot_fetch("not an address to fetch from, or too many redirects");
}

}  // namespace lsl::services
