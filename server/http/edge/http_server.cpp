#include "server/http/edge/http_server.h"

#include <algorithm>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <httplib.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/http/api/wire.h"
#include "server/http/edge/connections/acceptor.h"
#include "server/http/edge/connections/connection_threads.h"
#include "server/http/edge/connections/open_connections.h"
#include "server/http/edge/connections/push_loop.h"
#include "server/http/edge/connections/request_bytes.h"
#include "server/http/edge/connections/tls_context.h"
#include "server/http/edge/httplib_values.h"
#include "server/http/edge/request_rules.h"

namespace lsl::http {
namespace {

constexpr std::size_t largest_body = 8u << 20;
/// What may surround a body on its way: chunk sizes, trailers.
constexpr std::size_t body_framing = 16u << 10;
constexpr int most_unsent = 256 << 10;
constexpr std::chrono::milliseconds linger_time{1'000};
/// Someone's session is looked up that often while they send requests on one connection.
constexpr std::chrono::seconds asker_kept{10};

/// RequestBytes as httplib wants to see them.
class RequestStream final : public httplib::Stream {
  public:
    RequestStream(RequestBytes& bytes, const Wire& wire) : bytes_(bytes), wire_(wire) {}

    bool is_readable() const override { return false; }  // of httplib's own loop
    bool wait_readable() const override { return true; }
    bool wait_writable() const override { return wire_.peer_is_there(); }
    bool is_peer_alive() const override { return wire_.peer_is_there(); }
    ssize_t read(char* data, std::size_t size) override { return bytes_.read(data, size); }
    ssize_t write(const char* data, std::size_t size) override { return bytes_.write(data, size); }
    void get_remote_ip_and_port(std::string&, int&) const override {}
    void get_local_ip_and_port(std::string&, int&) const override {}
    socket_t socket() const override { return wire_.socket(); }
    time_t duration() const override { return 0; }

  private:
    RequestBytes& bytes_;
    const Wire& wire_;
};

RequestBounds bounds_of(const HttpServerOptions& options) {
    return {.request_deadline = options.request_deadline,
            .write_timeout = options.write_timeout,
            .answer_patience = options.answer_patience,
            .least_bytes_per_second = options.least_bytes_per_second,
            .largest_head = options.largest_head};
}

/// httplib's server with our acceptor and connection loop.
class Edge final : public HttpServer, private httplib::Server {
  public:
    Edge(const HttpServerOptions& options, const Clock& clock, std::optional<TlsContext> tls)
        : options_(options),
          request_bounds_(bounds_of(options)),
          clock_(clock),
          tls_(std::move(tls)),
          secure_(tls_.has_value()),
          room_(options.room),
          bytes_(options.bytes),
          pushes_(clock, options.write_timeout),
          threads_(options.room.most) {
        Server::set_payload_max_length(largest_body);
        // The default shares the port with whoever else listens on it.
        Server::set_socket_options([](socket_t socket) {
            const int on = 1;
            setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        });
    }
    ~Edge() override { Edge::stop(); }

    Result<void> bind_socket() {
        if (options_.port == 0) {
            port_ = Server::bind_to_any_port(options_.host);
        } else if (Server::bind_to_port(options_.host, options_.port)) {
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
        acceptor_.emplace(Server::svr_sock_.load(), clock_,
                          [this](int socket) { return take(socket); });
    }

    void stop() override {
        room_.stop_reading();
        // Downloads end when httplib finds no listener any more.
        const socket_t listener = Server::svr_sock_.exchange(INVALID_SOCKET);
        if (acceptor_) acceptor_->stop();
        threads_.stop();
        pushes_.stop();
        if (listener != INVALID_SOCKET) close(listener);
    }

    std::size_t connections() const override { return room_.count(); }
    std::uint64_t connections_ended() const override { return room_.ended(); }
    std::uint64_t listeners_too_slow() const override { return pushes_.too_slow_count(); }

    Result<bool> reload_certificate() override {
        if (!secure_) return false;
        auto fresh = LSL_TRY(TlsContext::load(options_.tls_cert_file, options_.tls_key_file));
        const std::lock_guard lock(tls_mutex_);
        tls_ = std::move(fresh);
        return true;
    }

  private:
    using Handled = httplib::Server::HandlerResponse;

    /// A connection that was accepted: it gets a place and a thread, or a farewell.
    std::optional<std::string> take(int socket) {
        std::string address = peer_of(socket);
        const bool proxy = options_.is_proxy && options_.is_proxy(address);
        const auto entered = room_.enter(socket, proxy ? "" : address, clock_.mono());
        if (const auto* why = std::get_if<Refused>(&entered)) return turn_away(*why);
        const auto number = std::get<ConnectionRoom::Number>(entered);
        const int on = 1;
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        // Or the kernel would take megabytes of an answer that nobody reads (tcp(7)).
        setsockopt(socket, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &most_unsent, sizeof most_unsent);
        const bool running = threads_.run([this, socket, number, proxy, address] {
            serve_socket(socket, number, address, proxy);
        });
        if (running) return std::nullopt;
        room_.leave(number);
        return turn_away(Refused::Threads);
    }

    std::string turn_away(Refused why) {
        const Response response = handler_->turn_away(why);
        return secure_ ? std::string() : farewell(response);
    }

    void install_handlers() {
        // Without a body a request is answered before httplib looks for a route.
        Server::set_pre_routing_handler([this](const httplib::Request& in, httplib::Response& out) {
            if (in.method == "POST" || in.method == "PUT" || in.method == "PATCH" ||
                in.method == "DELETE") {
                return Handled::Unhandled;
            }
            answer(in, out, nullptr);
            return Handled::Handled;
        });
        const auto with_body = [this](const httplib::Request& in, httplib::Response& out,
                                      const httplib::ContentReader& reader) {
            answer(in, out, &reader);
        };
        Server::Post(any_path, with_body);
        Server::Put(any_path, with_body);
        Server::Patch(any_path, with_body);
        Server::Delete(any_path, with_body);

        Server::set_expect_100_continue_handler(
            [](const httplib::Request& in, httplib::Response& out) {
                const bool fits = in.get_header_value_u64("Content-Length") <= largest_body;
                out.status = fits ? 100 : 413;
                return out.status;
            });
        // Called for every answer from 400 on; those without a type are httplib's own.
        Server::set_error_handler([this](const httplib::Request& in, httplib::Response& out) {
            if (out.has_header("Content-Type") || out.content_provider_) return;
            if (out.status == 416) return answer_whole(in, out);
            Response response = handler_->refuse(out.status);
            response.close = true;
            put(std::move(response), out);
        });
        Server::set_post_routing_handler(correct_headers);
    }

    /// httplib refuses ranges that it cannot read, where they are to be ignored (RFC 9110 14.2).
    void answer_whole(const httplib::Request& in, httplib::Response& out) {
        // The request is httplib's own and not constant; it may have read some of the ranges.
        const_cast<httplib::Request&>(in).ranges.clear();
        const bool has_no_body = in.method == "GET" || in.method == "HEAD";
        if (has_no_body) return answer(in, out, nullptr), close_after(out);
        Response response = handler_->refuse(400);
        response.close = true;
        put(std::move(response), out);
    }

    /// `reader` is null when the request has no body.
    void answer(const httplib::Request& in, httplib::Response& out,
                const httplib::ContentReader* reader) {
        Connection& connection = open_.at(in.remote_port);
        Request request = request_of(in, connection.address, secure_);
        identify(connection, request);
        request.asker = connection.asker;
        Response response;
        bool body_is_read = reader == nullptr, body_has_room = true;
        if (const auto why =
                room_.begin(connection.number, connection.asker, request.client_address)) {
            response = handler_->turn_away(*why);
            response.close = true;
        } else {
            connection.bytes.emplace(bytes_, connection.asker);
            response = handler_->handle(request, [&](std::size_t most) -> Result<std::string> {
                if (reader == nullptr) return std::string();
                return read_body(connection, request, *reader, most, body_is_read, body_has_room);
            });
            const auto* text = std::get_if<std::string>(&response.body);
            // The answer counts until it is sent.
            if (!body_has_room || (text != nullptr && !connection.bytes->take(text->size()))) {
                response = handler_->turn_away(Refused::BytesInFlight);
                response.close = !body_has_room;
            }
        }
        if (!body_is_read) {
            const bool may_stay = is_short(in);
            response.close = response.close || !may_stay;
            connection.request->expect_at_most(may_stay ? largest_unread_body : 0);
        }
        if (std::holds_alternative<std::shared_ptr<LiveBody>>(response.body)) {
            connection.request->answer_is_live();
        }
        if (auto* pushed = std::get_if<std::shared_ptr<PushedBody>>(&response.body)) {
            // It ends with its connection, which needs no framing (RFC 9112 6.3).
            if (in.method != "HEAD") {
                connection.pushed = {head_of(response) + "\r\n", std::move(*pushed)};
                connection.request->answer_elsewhere();
            }
            response.body = std::string();
        }
        put(std::move(response), out);
    }

    void identify(Connection& connection, Request& request) {
        const std::string cookies(request.header("Cookie"));
        const MonoTime now = clock_.mono();
        if (!connection.from_proxy && connection.asked_at && connection.cookies == cookies &&
            now - *connection.asked_at < asker_kept) {
            return;
        }
        connection.asker = handler_->identify(request);
        connection.cookies = cookies;
        connection.asked_at = now;
    }

    /// A declared length beyond `most` is refused unread; an undeclared one is read to its end, so
    /// that the connection stays in step, and then refused.
    Result<std::string> read_body(Connection& connection, const Request& request,
                                  const httplib::ContentReader& reader, std::size_t most,
                                  bool& is_read, bool& has_room) {
        LSL_TRY(check_body(request, most));
        is_read = true;
        connection.request->expect_at_most(largest_body + body_framing);
        room_.set_phase(connection.number, ConnectionRoom::Phase::Reading, clock_.mono());
        std::string body;
        bool fits = true;
        const bool complete = reader([&](const char* data, std::size_t size) {
            fits = fits && size <= most - body.size();
            has_room = has_room && (!fits || connection.bytes->take(size));
            if (fits && has_room) body.append(data, size);
            return has_room;
        });
        room_.set_phase(connection.number, ConnectionRoom::Phase::Answering, clock_.mono());
        if (!has_room) return refusal_error(Refused::BytesInFlight);
        if (!fits) return body_too_large();
        if (!complete) {
            return make_error(ErrorCode::Malformed, "malformed_request",
                              "The request's body did not arrive as announced.");
        }
        return body;
    }

    /// On a thread of the connection's own: whatever fails here fails this connection alone.
    void serve_socket(int socket, ConnectionRoom::Number number, const std::string& address,
                      bool from_proxy) {
        try {
            SSL* session = nullptr;
            if (secure_) {
                const std::lock_guard lock(tls_mutex_);
                session = tls_->new_session(socket);
            }
            if (!secure_ || session != nullptr) {
                Wire wire(socket, session, clock_);
                Connection connection{
                    .number = number, .address = address, .from_proxy = from_proxy, .wire = wire};
                if (!secure_ || wire.shake_hands(clock_.mono() + options_.handshake_deadline)) {
                    const OpenConnections::Entry entry(open_, connection);
                    serve_requests(connection);
                    if (connection.pushed && push(connection)) return;
                    wire.say_goodbye();
                }
            }
        } catch (const std::exception&) {
            // Memory, most likely.
        }
        room_.leave(number);
        shutdown(socket, SHUT_RDWR);
        close(socket);
    }

    /// Sends the head and leaves the rest, with the connection, to the loop.
    bool push(Connection& connection) {
        Wire& wire = connection.wire;
        std::string_view head = connection.pushed->head;
        const MonoTime deadline = clock_.mono() + options_.write_timeout;
        while (!head.empty()) {
            const ssize_t count = wire.write(head.data(), head.size(), deadline);
            if (count <= 0) return false;
            head.remove_prefix(static_cast<std::size_t>(count));
        }
        pushes_.take(PushWire(wire.socket(), wire.release_session()),
                     std::move(connection.pushed->body),
                     [this, number = connection.number] { room_.leave(number); });
        return true;
    }

    /// Requests of one connection, one after the other. Instead of httplib's own loop, which knows
    /// neither deadlines nor how to wait without waking up a hundred times a second.
    void serve_requests(Connection& connection) {
        using Phase = ConnectionRoom::Phase;
        Wire& wire = connection.wire;
        while (wire.wait_readable(clock_.mono() + options_.idle_timeout)) {
            room_.set_phase(connection.number, Phase::Reading, clock_.mono());
            RequestBytes bytes(wire, request_bounds_, clock_);
            RequestStream stream(bytes, wire);
            connection.request = &bytes;
            bytes.when_only_waste_comes([&] { rest(connection); });
            bool closed = false;
            const bool done = Server::process_request(
                stream, connection.address, OpenConnections::number_of(connection), "", 0, false,
                closed, [&](httplib::Request& request) {
                    bytes.expect_at_most(largest_body + body_framing);
                    prepare(request);
                });
            connection.bytes.reset();
            if (connection.pushed) return;
            room_.end(connection.number);
            if (!done) return;
            rest(connection);
            if (closed || bytes.announced_close()) {
                wire.linger(clock_.mono() + linger_time);
                return;
            }
        }
    }

    /// From now on the connection may be ended to make room.
    void rest(const Connection& connection) {
        room_.set_phase(connection.number, ConnectionRoom::Phase::Idle, clock_.mono());
    }

    const HttpServerOptions options_;
    const RequestBounds request_bounds_;
    const Clock& clock_;
    std::mutex tls_mutex_;
    std::optional<TlsContext> tls_;  ///< guarded by tls_mutex_, since it can be exchanged
    const bool secure_;
    RequestHandler* handler_ = nullptr;
    int port_ = -1;
    ConnectionRoom room_;
    ByteBudget bytes_;
    OpenConnections open_;
    PushLoop pushes_;
    ConnectionThreads threads_;
    std::optional<Acceptor> acceptor_;
};

}  // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::bind(const HttpServerOptions& options,
                                                     const Clock& clock) {
    std::optional<TlsContext> tls;
    if (!options.tls_cert_file.empty()) {
        tls = LSL_TRY(TlsContext::load(options.tls_cert_file, options.tls_key_file));
    }
    auto edge = std::make_unique<Edge>(options, clock, std::move(tls));
    LSL_TRY(edge->bind_socket());
    return std::unique_ptr<HttpServer>(std::move(edge));
}

}  // namespace lsl::http
