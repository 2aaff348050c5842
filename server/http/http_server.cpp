// Five connections in the accept queue, httplib's default, are gone in one burst of page loads.
#define CPPHTTPLIB_LISTEN_BACKLOG 1024
#define CPPHTTPLIB_OPENSSL_SUPPORT
#include "server/http/http_server.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <httplib.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/http/connection_threads.h"

namespace lsl::http {
namespace {

constexpr std::size_t largest_body = 8u << 20;
constexpr std::chrono::milliseconds tls_handshake_deadline{10'000};
constexpr std::chrono::milliseconds linger_time{1'000};
constexpr std::chrono::milliseconds live_body_wait{5'000};
/// httplib routes by this path alone: ours are parsed from the target.
constexpr const char* any_path = "/";

int milliseconds_left(const Clock& clock, MonoTime deadline) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - clock.mono());
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 60'000));
}

bool wait_for(int socket, short events, int milliseconds) {
    pollfd entry{socket, events, 0};
    return poll(&entry, 1, milliseconds) > 0;
}

/// One request's view of its connection: nothing can be read after the deadline, however slowly
/// the bytes drip (RFC 9110 leaves it to us; a slow loris would hold a thread for ever), and it
/// knows whether the answer announced the end of the connection.
class RequestStream final : public httplib::Stream {
  public:
    RequestStream(httplib::Stream& inner, const Clock& clock, MonoTime deadline)
        : inner_(inner), clock_(clock), deadline_(deadline) {}

    bool announced_close() const { return announced_close_; }

    bool is_readable() const override { return inner_.is_readable(); }
    bool wait_readable() const override { return inner_.wait_readable(); }
    bool wait_writable() const override { return inner_.wait_writable(); }
    bool is_peer_alive() const override { return inner_.is_peer_alive(); }
    ssize_t read(char* data, std::size_t size) override {
        const int left = milliseconds_left(clock_, deadline_);
        if (left <= 0) return -1;
        inner_.set_read_timeout(left / 1000, left % 1000 * 1000);
        return inner_.read(data, size);
    }
    ssize_t write(const char* data, std::size_t size) override {
        const std::string_view text(data, size);
        if (!answered_ && text.starts_with("HTTP/1.1 ") && !text.starts_with("HTTP/1.1 1")) {
            answered_ = true;
            const std::string_view head = text.substr(0, text.find("\r\n\r\n"));
            announced_close_ = head.find("\r\nConnection: close") != std::string_view::npos;
        }
        return inner_.write(data, size);
    }
    void get_remote_ip_and_port(std::string& ip, int& port) const override {
        inner_.get_remote_ip_and_port(ip, port);
    }
    void get_local_ip_and_port(std::string& ip, int& port) const override {
        inner_.get_local_ip_and_port(ip, port);
    }
    socket_t socket() const override { return inner_.socket(); }
    time_t duration() const override { return inner_.duration(); }

  private:
    httplib::Stream& inner_;
    const Clock& clock_;
    const MonoTime deadline_;
    bool answered_ = false;
    bool announced_close_ = false;
};

/// The open sockets, so that a stop wakes those that wait for their peers.
class OpenSockets {
  public:
    bool add(int socket) {
        const std::lock_guard lock(mutex_);
        if (!stopping_) sockets_.insert(socket);
        return !stopping_;
    }
    void remove(int socket) {
        const std::lock_guard lock(mutex_);
        sockets_.erase(socket);
    }
    void stop_reading() {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        for (const int socket : sockets_) shutdown(socket, SHUT_RD);
    }
    std::size_t count() const {
        const std::lock_guard lock(mutex_);
        return sockets_.size();
    }

  private:
    mutable std::mutex mutex_;
    std::set<int> sockets_;
    bool stopping_ = false;
};

class ThreadQueue final : public httplib::TaskQueue {
  public:
    explicit ThreadQueue(std::size_t most) : threads_(most) {}
    bool enqueue(std::function<void()> work) override { return threads_.run(std::move(work)); }
    void shutdown() override { threads_.stop(); }

  private:
    ConnectionThreads threads_;
};

void set_timeout(int socket, int option, std::chrono::milliseconds timeout) {
    timeval value{};
    value.tv_sec = timeout.count() / 1000;
    value.tv_usec = timeout.count() % 1000 * 1000;
    setsockopt(socket, SOL_SOCKET, option, &value, sizeof value);
}

/// Reads away what the peer still sends, for a moment: closing over unread bytes would reset the
/// connection and take our answer with it.
void linger(int socket, const Clock& clock) {
    shutdown(socket, SHUT_WR);
    const MonoTime deadline = clock.mono() + linger_time;
    std::vector<char> waste(64u << 10);
    for (int left; (left = milliseconds_left(clock, deadline)) > 0;) {
        if (!wait_for(socket, POLLIN, left)) return;
        if (recv(socket, waste.data(), waste.size(), MSG_DONTWAIT) <= 0) return;
    }
}

/// Requests of one connection, one after the other. `process(stream, closed)` does one.
template <class Process>
void serve_connection(httplib::Stream& connection, const HttpServerOptions& options,
                      const Clock& clock, const Process& process) {
    const int socket = connection.socket();
    const auto idle = static_cast<int>(options.idle_timeout.count());
    while (connection.is_readable() || wait_for(socket, POLLIN, idle)) {
        RequestStream stream(connection, clock, clock.mono() + options.request_deadline);
        bool closed = false;
        const bool done = process(stream, closed);
        if (!done) return;
        if (closed || stream.announced_close()) {
            linger(socket, clock);
            return;
        }
    }
}

Request request_of(const httplib::Request& from, bool secure) {
    Request request;
    request.method = from.method;
    request.target = from.target;
    request.headers.reserve(from.headers.size());
    for (const auto& [name, value] : from.headers) request.headers.push_back({name, value});
    request.peer_address = from.remote_addr;
    request.client_address = from.remote_addr;
    request.secure = secure;
    return request;
}

/// Before httplib looks at it: every request takes the same route, and a body without a length is
/// no body (RFC 9112 6.3), where httplib would read the next request as one.
void prepare(httplib::Request& request) {
    request.path = any_path;
    request.ranges.clear();
    const bool expects_body = request.method != "GET" && request.method != "HEAD";
    if (expects_body && !request.has_header("Content-Length") &&
        !request.has_header("Transfer-Encoding")) {
        request.headers.emplace("Content-Length", "0");
    }
}

/// Content providers are copied, an open file is not.
class OpenFile {
  public:
    explicit OpenFile(const std::filesystem::path& path)
        : file_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
    ~OpenFile() {
        if (file_ >= 0) close(file_);
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    bool is_open() const { return file_ >= 0; }

    bool send(std::uint64_t offset, std::size_t length, httplib::DataSink& sink) const {
        char buffer[64u << 10];
        const ssize_t count =
            pread(file_, buffer, std::min(length, sizeof buffer), static_cast<off_t>(offset));
        return count > 0 && sink.write(buffer, static_cast<std::size_t>(count));
    }

  private:
    const int file_;
};

bool send_live(LiveBody& body, httplib::DataSink& sink) {
    const auto text = body.next(live_body_wait);
    if (!text) {
        sink.done();
        return true;
    }
    if (text->empty()) return sink.is_writable();
    return sink.write(text->data(), text->size());
}

void put_body(Response& from, httplib::Response& to) {
    const std::string type(from.header("Content-Type"));
    if (auto* text = std::get_if<std::string>(&from.body)) {
        to.body = std::move(*text);
    } else if (const auto* fixed = std::get_if<StaticBytes>(&from.body)) {
        if (fixed->bytes.empty()) return;
        to.set_content_provider(fixed->bytes.size(), type,
                                [bytes = fixed->bytes](std::size_t offset, std::size_t length,
                                                       httplib::DataSink& sink) {
                                    return sink.write(bytes.data() + offset, length);
                                });
    } else if (const auto* slice = std::get_if<FileSlice>(&from.body)) {
        if (slice->length == 0) return;
        auto file = std::make_shared<const OpenFile>(slice->path);
        to.set_content_provider(
            slice->length, type,
            [file, start = slice->offset](std::size_t offset, std::size_t length,
                                          httplib::DataSink& sink) {
                return file->is_open() && file->send(start + offset, length, sink);
            });
    } else if (const auto* live = std::get_if<std::shared_ptr<LiveBody>>(&from.body)) {
        to.set_chunked_content_provider(type, [body = *live](std::size_t, httplib::DataSink& sink) {
            return send_live(*body, sink);
        });
    }
}

constexpr const char* close_mark = "close";

void put(Response from, httplib::Response& to) {
    to.status = from.status;
    put_body(from, to);
    // Providers set a type of their own beside the one that comes.
    to.headers.erase("Content-Type");
    for (Header& header : from.headers) to.headers.emplace(header.name, std::move(header.value));
    if (from.close) to.user_data.set(close_mark, true);
}

bool wants_close(const httplib::Request& request, httplib::Response& response) {
    if (response.user_data.get<bool>(close_mark) != nullptr) return true;
    const std::string connection = request.get_header_value("Connection");
    if (equal_ignoring_case(connection, "close")) return true;
    if (request.version != "HTTP/1.1" && !equal_ignoring_case(connection, "keep-alive"))
        return true;
    // A body of GET is never read, and must not be taken for the next request.
    return (request.method == "GET" || request.method == "HEAD" || request.method == "OPTIONS") &&
           (request.get_header_value_u64("Content-Length") > 0 ||
            request.has_header("Transfer-Encoding"));
}

/// httplib ends connections after every error and speaks of ranges everywhere: say what is so.
void correct_headers(const httplib::Request& request, httplib::Response& response) {
    response.headers.erase("Connection");
    response.headers.erase("Keep-Alive");
    if (wants_close(request, response)) response.set_header("Connection", "close");
    if (response.status != 206 && response.get_header_value("Accept-Ranges") == "bytes" &&
        response.get_header_value("ETag").empty()) {
        response.headers.erase("Accept-Ranges");
    }
    // RFC 9110 8.6: none in 1xx and 204; in 304 it would be that of the full answer.
    if (response.status == 204 || response.status == 304) response.headers.erase("Content-Length");
}

/// httplib's server with our connection loop. `Base` is its plain or its TLS server.
template <class Base>
class Edge final : public HttpServer, private Base {
  public:
    template <class... Arguments>
    Edge(const HttpServerOptions& options, const Clock& clock, const Arguments&... arguments)
        : Base(arguments...), options_(options), clock_(clock) {
        Base::set_payload_max_length(largest_body);
        Base::set_tcp_nodelay(true);
        // The default shares the port with whoever else listens on it.
        Base::set_socket_options([](socket_t socket) {
            const int on = 1;
            setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        });
        Base::new_task_queue = [this] { return new ThreadQueue(options_.most_connections); };
    }
    ~Edge() override { Edge::stop(); }

    Result<void> bind_socket() {
        if (!Base::is_valid()) {
            return make_error(ErrorCode::Unavailable, "tls",
                              "TLS_CERT_FILE and TLS_KEY_FILE do not make a usable certificate.");
        }
        if (options_.port == 0) {
            port_ = Base::bind_to_any_port(options_.host);
        } else if (Base::bind_to_port(options_.host, options_.port)) {
            port_ = options_.port;
        }
        if (port_ > 0) return {};
        return make_error(ErrorCode::Unavailable, "port_taken",
                          "Port " + std::to_string(options_.port) + " of " + options_.host +
                              " cannot be opened; perhaps another server uses it (PORT, HOST).");
    }

    std::uint16_t port() const override { return static_cast<std::uint16_t>(port_); }

    void serve(RequestHandler& handler) override {
        handler_ = &handler;
        install_handlers();
        acceptor_ = std::thread([this] { Base::listen_after_bind(); });
        Base::wait_until_ready();
    }

    void stop() override {
        sockets_.stop_reading();
        Base::stop();
        if (acceptor_.joinable()) {
            acceptor_.join();
        } else if (const socket_t bound = Base::svr_sock_.exchange(INVALID_SOCKET);
                   bound != INVALID_SOCKET) {
            close(bound);  // bound, but never served
        }
    }

    std::size_t connections() const override { return sockets_.count(); }

  private:
    static constexpr bool secure = std::is_same_v<Base, httplib::SSLServer>;
    using Handled = httplib::Server::HandlerResponse;

    void install_handlers() {
        // Without a body a request is answered before httplib looks for a route.
        Base::set_pre_routing_handler([this](const httplib::Request& in, httplib::Response& out) {
            if (in.method == "POST" || in.method == "PUT" || in.method == "PATCH" ||
                in.method == "DELETE") {
                return Handled::Unhandled;
            }
            Request request = request_of(in, secure);
            put(handler_->handle(request, [](std::size_t) { return std::string(); }), out);
            return Handled::Handled;
        });
        const auto with_body = [this](const httplib::Request& in, httplib::Response& out,
                                      const httplib::ContentReader& reader) {
            Request request = request_of(in, secure);
            put(handler_->handle(
                    request, [&](std::size_t most) { return read_body(request, reader, most); }),
                out);
        };
        Base::Post(any_path, with_body);
        Base::Put(any_path, with_body);
        Base::Patch(any_path, with_body);
        Base::Delete(any_path, with_body);

        Base::set_expect_100_continue_handler(
            [](const httplib::Request& in, httplib::Response& out) {
                const bool fits = in.get_header_value_u64("Content-Length") <= largest_body;
                out.status = fits ? 100 : 413;
                return out.status;
            });
        // Called for every answer from 400 on; those without a type are httplib's own.
        Base::set_error_handler([this](const httplib::Request&, httplib::Response& out) {
            if (out.has_header("Content-Type") || out.content_provider_) return;
            Response response = handler_->refuse(out.status);
            response.close = true;
            put(std::move(response), out);
            out.set_header("Content-Length", std::to_string(out.body.size()));
        });
        Base::set_post_routing_handler(correct_headers);
    }

    /// A declared length beyond `most` is refused unread; an undeclared one is read to its end, so
    /// that the connection stays in step, and then refused.
    static Result<std::string> read_body(const Request& request,
                                         const httplib::ContentReader& reader, std::size_t most) {
        const Error too_large =
            make_error(ErrorCode::TooLarge, "too_large", "The request's body is too large.");
        const std::string_view length = request.header("Content-Length");
        if (length.size() > 9 || (!length.empty() && std::stoul(std::string(length)) > most)) {
            return too_large;
        }
        if (request.header("Content-Type").starts_with("multipart/")) {
            return make_error(ErrorCode::InvalidInput, "unsupported_media_type",
                              "Forms in several parts are not understood here.");
        }
        if (request.has_header("Content-Encoding")) {
            return make_error(ErrorCode::InvalidInput, "unsupported_media_type",
                              "Compressed bodies are not understood here.");
        }
        std::string body;
        bool fits = true;
        const bool complete = reader([&](const char* data, std::size_t size) {
            fits = fits && size <= most - body.size();
            if (fits) body.append(data, size);
            return true;
        });
        if (!fits) return too_large;
        if (!complete) {
            return make_error(ErrorCode::Malformed, "malformed_request",
                              "The request's body did not arrive as announced.");
        }
        return body;
    }

    /// Instead of httplib's own loop, which knows neither deadlines nor how to wait without
    /// waking up a hundred times a second.
    bool process_and_close_socket(socket_t socket) override {
        set_timeout(socket, SO_SNDTIMEO, options_.write_timeout);
        if (sockets_.add(socket)) {
            if constexpr (secure) {
                serve_tls(socket);
            } else {
                const auto seconds = options_.write_timeout.count() / 1000;
                httplib::detail::SocketStream stream(socket, 30, 0, seconds, 0);
                serve_requests(stream);
            }
            sockets_.remove(socket);
        }
        shutdown(socket, SHUT_RDWR);
        close(socket);
        return true;
    }

    void serve_requests(httplib::Stream& connection) {
        std::string remote, local;
        int remote_port = 0, local_port = 0;
        connection.get_remote_ip_and_port(remote, remote_port);
        connection.get_local_ip_and_port(local, local_port);
        serve_connection(connection, options_, clock_, [&](RequestStream& stream, bool& closed) {
            return Base::process_request(stream, remote, remote_port, local, local_port, false,
                                         closed, prepare);
        });
    }

    void serve_tls(socket_t socket) {
        if constexpr (secure) {
            httplib::tls::session_t session = nullptr;
            {
                const std::lock_guard lock(context_mutex_);
                session = httplib::tls::create_session(Base::tls_context(), socket);
            }
            if (session == nullptr) return;
            const bool connected = accept_tls(static_cast<SSL*>(session), socket);
            if (connected) {
                const auto seconds = options_.write_timeout.count() / 1000;
                httplib::detail::SSLSocketStream stream(socket, session, 30, 0, seconds, 0);
                serve_requests(stream);
            }
            httplib::tls::shutdown(session, connected);
            httplib::tls::free_session(session);
        }
    }

    /// The handshake as a whole has a deadline too.
    bool accept_tls(SSL* ssl, socket_t socket) const {
        const MonoTime deadline = clock_.mono() + tls_handshake_deadline;
        const int flags = fcntl(socket, F_GETFL);
        fcntl(socket, F_SETFL, flags | O_NONBLOCK);
        int result = 0;
        while ((result = SSL_accept(ssl)) != 1) {
            const int reason = SSL_get_error(ssl, result);
            const short events = reason == SSL_ERROR_WANT_READ    ? POLLIN
                                 : reason == SSL_ERROR_WANT_WRITE ? POLLOUT
                                                                  : short{0};
            const int left = milliseconds_left(clock_, deadline);
            if (events == 0 || left <= 0 || !wait_for(socket, events, left)) break;
        }
        fcntl(socket, F_SETFL, flags);
        return result == 1;
    }

    const HttpServerOptions options_;
    const Clock& clock_;
    RequestHandler* handler_ = nullptr;
    int port_ = -1;
    OpenSockets sockets_;
    std::mutex context_mutex_;
    std::thread acceptor_;
};

template <class Base, class... Arguments>
Result<std::unique_ptr<HttpServer>> make_edge(const HttpServerOptions& options, const Clock& clock,
                                              const Arguments&... arguments) {
    auto edge = std::make_unique<Edge<Base>>(options, clock, arguments...);
    LSL_TRY(edge->bind_socket());
    return std::unique_ptr<HttpServer>(std::move(edge));
}

}  // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::bind(const HttpServerOptions& options,
                                                     const Clock& clock) {
    if (options.tls_cert_file.empty()) return make_edge<httplib::Server>(options, clock);
    return make_edge<httplib::SSLServer>(options, clock, options.tls_cert_file.c_str(),
                                         options.tls_key_file.c_str());
}

}  // namespace lsl::http
