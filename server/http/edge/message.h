#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "server/http/edge/asker.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

// Requests and responses as this folder knows them: plain values, so that everything but
// http_server.cpp is built and tested without sockets.

namespace lsl::http {

struct Header {
    std::string name;
    std::string value;
};

bool equal_ignoring_case(std::string_view a, std::string_view b);
/// Without the spaces and tabs at both ends (OWS of RFC 9110 5.6.3).
std::string_view trimmed(std::string_view text);
/// Whether a comma-separated list of tokens names this one, compared without case (RFC 9110 5.6.1).
bool lists_token(std::string_view list, std::string_view token);
/// The error that answers what cannot be read as a request, status 400.
Error malformed_request(std::string message);

struct Request {
    std::string method;  ///< "GET"
    std::string target;  ///< as sent; may hold what must not be logged
    std::vector<Header> headers;
    std::string peer_address;    ///< of the connection
    std::string client_address;  ///< what a trusted proxy says of it, else the peer's
    bool secure = false;         ///< came over TLS that ends here
    Asker asker;                 ///< as RequestHandler::identify found
    std::string id;              ///< names the request in the log and in answers about our faults

    std::vector<std::string> path;  ///< decoded segments: "/streams/x/watch" → streams, x, watch
    std::vector<std::pair<std::string, std::string>> query;

    /// First of that name, compared without case (RFC 9110 5.1); empty when there is none.
    std::string_view header(std::string_view name) const;
    bool has_header(std::string_view name) const;
    std::size_t count_headers(std::string_view name) const;
    /// First query parameter of that name, or empty.
    std::string_view parameter(std::string_view name) const;
    bool has_parameter(std::string_view name) const;
    /// The token of `Authorization: Bearer …` (RFC 6750 2.1), or empty.
    std::string_view bearer() const;
    /// The value of a cookie (RFC 6265 5.4), or empty.
    std::string_view cookie(std::string_view name) const;
    /// GET and HEAD; everything else may change something.
    bool is_safe() const { return method == "GET" || method == "HEAD" || method == "OPTIONS"; }
};

/// A target in absolute form ("http://host/path", as proxies send it) becomes its path, and its
/// host takes the place of the Host that came along (RFC 9112 3.2.2).
void take_absolute_form(Request& request);

/// Splits and decodes `target` into `path` and `query`. Malformed for anything but an absolute
/// path in valid percent encoding.
Result<void> parse_target(Request& request);
std::string percent_decoded(std::string_view text, bool plus_is_space);

/// Reads the request's body, at most once. TooLarge beyond `most` bytes; Malformed when it does
/// not arrive as announced.
using BodyReader = std::function<Result<std::string>(std::size_t most)>;

/// Text that lives as long as the program.
struct StaticBytes {
    std::string_view bytes;
};

/// A part of a file, read while it is sent.
struct FileSlice {
    std::filesystem::path path;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
    /// Asked before each piece, when set: false ends the connection in the middle of the answer.
    std::function<bool()> may_go_on = {};
};

/// An endless answer that waits on a thread of its own. Used by one thread.
class LiveBody {
  public:
    virtual ~LiveBody() = default;
    /// What to send next; waits for it, but not longer than `at_most`, then the text is empty.
    /// Nothing: the answer is over.
    virtual std::optional<std::string> next(std::chrono::milliseconds at_most) = 0;
};

/// Text that several connections may share.
using SharedBytes = std::shared_ptr<const std::string>;

/// An endless answer that one thread sends to many, such as server-sent events. Nothing here may
/// wait for anything. Used by one thread.
class PushedBody {
  public:
    virtual ~PushedBody() = default;
    struct Turn {
        std::vector<SharedBytes> texts;
        bool over = false;      ///< after these texts
        MonoTime look_again{};  ///< at the latest
    };
    /// What to send next.
    virtual Turn take(MonoTime now) = 0;
    /// `wake` asks for a `take`, from any thread, as long as this lives. Called once, at first.
    virtual void wake_by(std::function<void()> wake) = 0;
};

struct Response {
    int status = 200;
    std::vector<Header> headers;
    std::variant<std::string, StaticBytes, FileSlice, std::shared_ptr<LiveBody>,
                 std::shared_ptr<PushedBody>>
        body;
    bool close = false;      ///< end the connection after this answer
    std::string log_detail;  ///< for the log only

    void set(std::string_view name, std::string value);  ///< replaces
    void add(std::string_view name, std::string value);  ///< beside those that are there
    std::string_view header(std::string_view name) const;
    /// Bytes of the body as far as they are known: not of endless ones.
    std::uint64_t body_size() const;
};

Response text_response(int status, std::string_view content_type, std::string body);
/// 302 unless said otherwise.
Response redirect(std::string location, int status = 302);

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 5.6.7)
std::string http_date(UtcTime time);

}  // namespace lsl::http
