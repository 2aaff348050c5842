// The only file that knows httplib.
#include "tests/fakes/cloudflare/http_edge.h"

#include <httplib.h>

#include <thread>
#include <type_traits>

namespace lsl::fakes {
namespace {

constexpr std::size_t largest_body = 210ULL << 20;  // a piece of an upload has at most 200 MiB

HttpRequest request_of(const httplib::Request& from) {
    HttpRequest request;
    request.method = from.method;
    request.path = from.path;
    for (const auto& [name, value] : from.params) request.query[name] = value;
    for (const auto& [name, value] : from.headers) {
        // What httplib itself adds.
        if (!name.starts_with("REMOTE_") && !name.starts_with("LOCAL_")) {
            request.headers[name] = value;
        }
    }
    request.body = from.body;
    if (from.form.has_file("file")) request.file_part = from.form.get_file("file").content;
    return request;
}

void put(HttpResponse from, httplib::Response& to) {
    if (from.status != 200) to.status = from.status;  // httplib makes 200 a 206 for a range
    for (const auto& [name, value] : from.headers) to.set_header(name, value);
    if (from.file) {
        to.set_file_content(from.file->string(), from.type);
    } else if (from.cut) {
        const std::size_t length = from.body.size();
        to.set_content_provider(
            length, from.type,
            [body = std::move(from.body)](std::size_t, std::size_t, httplib::DataSink& sink) {
                sink.write(body.data(), body.size() / 2);
                return false;
            });
    } else if (!from.type.empty()) {
        to.set_content(std::move(from.body), from.type);
    }
}

template <class Base>
class Edge final : public HttpEdge {
  public:
    template <class... Arguments>
    explicit Edge(HttpHandler handler, Arguments&&... arguments)
        : server_(std::forward<Arguments>(arguments)...), handler_(std::move(handler)) {
        const auto answer = [this](const httplib::Request& in, httplib::Response& out) {
            put(handler_(request_of(in)), out);
        };
        const char* any = ".*";
        server_.Get(any, answer);
        server_.Post(any, answer);
        server_.Put(any, answer);
        server_.Patch(any, answer);
        server_.Delete(any, answer);
        server_.Options(any, answer);
        server_.set_payload_max_length(largest_body);
        server_.set_keep_alive_timeout(2);
        server_.set_tcp_nodelay(true);
        server_.new_task_queue = [] { return new httplib::ThreadPool(32); };
    }
    ~Edge() override {
        server_.stop();
        if (thread_.joinable()) thread_.join();
    }

    Result<void> listen(std::uint16_t port) {
        if (!server_.is_valid()) return internal_error("the certificate or its key is not usable");
        port_ = port == 0 ? server_.bind_to_any_port("127.0.0.1")
                          : (server_.bind_to_port("127.0.0.1", port) ? port : -1);
        if (port_ <= 0) {
            return make_error(ErrorCode::Unavailable, "port_taken", "The port is taken.");
        }
        thread_ = std::thread([this] { server_.listen_after_bind(); });
        server_.wait_until_ready();
        return {};
    }

    std::string url() const override {
        const bool secure = std::is_same_v<Base, httplib::SSLServer>;
        return (secure ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port_);
    }

  private:
    Base server_;
    HttpHandler handler_;
    int port_ = 0;
    std::thread thread_;
};

template <class Base, class... Arguments>
Result<std::unique_ptr<HttpEdge>> make_edge(std::uint16_t port, HttpHandler handler,
                                            Arguments&&... arguments) {
    auto edge = std::make_unique<Edge<Base>>(std::move(handler), arguments...);
    LSL_TRY(edge->listen(port));
    return std::unique_ptr<HttpEdge>(std::move(edge));
}

}  // namespace

Result<std::unique_ptr<HttpEdge>> HttpEdge::start(std::uint16_t port,
                                                  const std::filesystem::path& cert_file,
                                                  const std::filesystem::path& key_file,
                                                  HttpHandler handler) {
    if (cert_file.empty()) return make_edge<httplib::Server>(port, std::move(handler));
    return make_edge<httplib::SSLServer>(port, std::move(handler), cert_file.c_str(),
                                         key_file.c_str());
}

int post(const std::string& url, const Headers& headers, const std::string& body) {
    const auto host = url.find("://");
    if (host == std::string::npos) return 0;
    const auto path = url.find('/', host + 3);
    httplib::Client client(url.substr(0, path));
    client.set_connection_timeout(5);
    client.set_read_timeout(5);
    client.enable_server_certificate_verification(false);
    const httplib::Headers sent(headers.begin(), headers.end());
    const auto answer = client.Post(path == std::string::npos ? "/" : url.substr(path), sent, body,
                                    "application/json");
    return answer ? answer->status : 0;
}

}  // namespace lsl::fakes
