#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lsl::testing {

struct HttpAnswer {
    int status = 0;
    std::string head;  ///< status line and header lines
    std::string body;

    /// First of that name, compared without case; empty when there is none.
    std::string header(std::string_view name) const;
};

/// A bare TCP connection to 127.0.0.1 that speaks exactly the bytes a test wants. It comes from
/// 127.0.0.1 as well, or from another loopback address: each counts as somebody else's.
class HttpConnection {
  public:
    explicit HttpConnection(std::uint16_t port, const char* from = "127.0.0.1");
    ~HttpConnection();
    HttpConnection(const HttpConnection&) = delete;
    HttpConnection& operator=(const HttpConnection&) = delete;

    bool send(std::string_view bytes);
    /// One complete answer; `method` tells whether a body follows. Nothing when the connection
    /// ends or five seconds pass before it is complete.
    std::optional<HttpAnswer> read_answer(std::string_view method = "GET");
    /// Reads until `text` has come; what came so far.
    std::string read_until(std::string_view text, std::chrono::milliseconds at_most);
    /// True when the peer closes within the time; what comes before is thrown away.
    bool closes_within(std::chrono::milliseconds at_most);
    /// Nothing more will be sent by us.
    void finish_sending();

  private:
    bool fill(std::chrono::milliseconds at_most);

    int socket_;
    std::string received_;
};

/// A client with cookies, one connection per request.
class HttpClient {
  public:
    explicit HttpClient(std::uint16_t port, std::string from = "127.0.0.1")
        : port_(port), from_(std::move(from)) {}

    HttpAnswer request(std::string_view method, std::string_view path, std::string_view body = {},
                       const std::vector<std::string>& headers = {});
    HttpAnswer get(std::string_view path) { return request("GET", path); }
    /// With Content-Type: application/json.
    HttpAnswer post(std::string_view path, std::string_view json = {});

    std::vector<std::string> cookies;  ///< "name=value"
    std::string cookie_header() const;

  private:
    void keep_cookies(const HttpAnswer& answer);
    std::uint16_t port_;
    std::string from_;
};

}  // namespace lsl::testing
