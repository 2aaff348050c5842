#include "server/cloudflare/http_exchange.h"

#include <charconv>

#include <httplib.h>

#include "server/cloudflare/failures.h"
#include "server/cloudflare/web_url.h"

namespace lsl::cloudflare {

namespace {

constexpr int longest_retry_after_seconds = 86'400;

std::string lower_case(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

/// By httplib's functions of each method: its `send` starts no clock for the limit of the whole.
httplib::Result send(httplib::Client& client, const HttpRequest& request,
                     const std::string& target) {
    httplib::Headers headers;
    for (const auto& [name, value] : request.headers) headers.emplace(name, value);
    const char* body = request.body.data();
    const std::size_t size = request.body.size();
    const std::string& type = request.content_type;
    if (request.method == "POST") return client.Post(target, headers, body, size, type);
    if (request.method == "PUT") return client.Put(target, headers, body, size, type);
    if (request.method == "PATCH") return client.Patch(target, headers, body, size, type);
    if (request.method == "DELETE") return client.Delete(target, headers);
    if (request.method == "HEAD") return client.Head(target, headers);
    return client.Get(target, headers);
}

void apply(const HttpLimits& limits, httplib::Client& client) {
    client.set_connection_timeout(limits.connecting);
    client.set_read_timeout(limits.whole);
    client.set_write_timeout(limits.whole);
    client.set_max_timeout(limits.whole);
    client.set_payload_max_length(limits.largest_answer);
    client.set_follow_location(false);
    client.set_keep_alive(false);
    client.set_decompress(false);
    client.set_path_encode(false);  // it is encoded already
    client.enable_server_certificate_verification(true);
    if (!limits.ca_file.empty()) client.set_ca_cert_path(limits.ca_file);
}

}  // namespace

std::string HttpAnswer::header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
}

Result<HttpAnswer> exchange(const HttpRequest& request, const HttpLimits& limits) {
    const auto url = WebUrl::parse(request.url);
    if (!url) return unreachable("not a URL that can be asked");
    httplib::Client client(url->origin);
    if (!client.is_valid()) return unreachable("no client for " + url->origin);
    apply(limits, client);
    const auto result = send(client, request, url->target);
    if (!result) return unreachable(url->origin + ": " + httplib::to_string(result.error()));
    HttpAnswer answer;
    answer.status = result->status;
    for (const auto& [name, value] : result->headers) answer.headers[lower_case(name)] = value;
    answer.body = result->body;
    return answer;
}

int retry_after_seconds(const HttpAnswer& answer) {
    const std::string text = answer.header("retry-after");
    int seconds = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    const bool is_number = problem == std::errc() && end == text.data() + text.size();
    const bool fits = seconds >= 0 && seconds <= longest_retry_after_seconds;
    return is_number && fits ? seconds : 0;
}

}  // namespace lsl::cloudflare
