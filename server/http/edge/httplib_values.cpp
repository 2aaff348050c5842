#include "server/http/edge/httplib_values.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <utility>

#include <fcntl.h>
#include <httplib.h>
#include <unistd.h>

namespace lsl::http {
namespace {

constexpr std::chrono::milliseconds live_body_wait{5'000};
constexpr const char* close_mark = "close";

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
            [file, start = slice->offset, may_go_on = slice->may_go_on](
                std::size_t offset, std::size_t length, httplib::DataSink& sink) {
                if (may_go_on && !may_go_on()) return false;
                return file->is_open() && file->send(start + offset, length, sink);
            });
    } else if (const auto* live = std::get_if<std::shared_ptr<LiveBody>>(&from.body)) {
        to.set_chunked_content_provider(type, [body = *live](std::size_t, httplib::DataSink& sink) {
            return send_live(*body, sink);
        });
    }
}

/// Connection is a list, in one field or several (RFC 9110 7.6.1).
bool connection_says(const httplib::Request& request, std::string_view option) {
    const auto [first, last] = request.headers.equal_range("Connection");
    return std::any_of(first, last,
                       [&](const auto& field) { return lists_token(field.second, option); });
}

bool wants_close(const httplib::Request& request, httplib::Response& response) {
    if (response.user_data.get<bool>(close_mark) != nullptr) return true;
    if (connection_says(request, "close")) return true;
    if (request.version != "HTTP/1.1" && !connection_says(request, "keep-alive")) return true;
    // A body of GET is never read, and must not be taken for the next request.
    return (request.method == "GET" || request.method == "HEAD" || request.method == "OPTIONS") &&
           (request.get_header_value_u64("Content-Length") > 0 ||
            request.has_header("Transfer-Encoding"));
}

}  // namespace

Request request_of(const httplib::Request& from, const std::string& address, bool secure) {
    Request request;
    request.method = from.method;
    request.target = from.target;
    request.headers.reserve(from.headers.size());
    for (const auto& [name, value] : from.headers) request.headers.push_back({name, value});
    request.peer_address = address;
    request.client_address = address;
    request.secure = secure;
    take_absolute_form(request);
    return request;
}

void prepare(httplib::Request& request) {
    request.path = any_path;
    request.ranges.clear();
    const bool expects_body = request.method != "GET" && request.method != "HEAD";
    if (expects_body && !request.has_header("Content-Length") &&
        !request.has_header("Transfer-Encoding")) {
        request.headers.emplace("Content-Length", "0");
    }
}

bool is_short(const httplib::Request& request) {
    return !request.has_header("Transfer-Encoding") &&
           request.get_header_value_u64("Content-Length") <= largest_unread_body;
}

void close_after(httplib::Response& response) { response.user_data.set(close_mark, true); }

void put(Response from, httplib::Response& to) {
    to.status = from.status;
    put_body(from, to);
    // Providers set a type of their own beside the one that comes.
    to.headers.erase("Content-Type");
    // Backwards: in httplib's multimap a later one of the same name comes before the earlier, and
    // there are clients that know only the first cookie, which has to be the session's.
    for (auto header = from.headers.rbegin(); header != from.headers.rend(); ++header) {
        to.headers.emplace(header->name, std::move(header->value));
    }
    if (from.close) close_after(to);
}

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

std::string head_of(const Response& response) {
    std::string text = "HTTP/1.1 " + std::to_string(response.status) + " " +
                       httplib::status_message(response.status) + "\r\n";
    for (const Header& header : response.headers) {
        text += header.name + ": " + header.value + "\r\n";
    }
    return text + "Connection: close\r\n";
}

std::string farewell(const Response& response) {
    const auto& body = std::get<std::string>(response.body);
    return head_of(response) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace lsl::http
