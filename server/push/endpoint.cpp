#include "server/push/endpoint.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

#include <curl/curl.h>

namespace lsl::push {
namespace {

constexpr std::string_view known_host = "fcm.googleapis.com";
/// Each with all names below it.
constexpr std::array<std::string_view, 3> known_families{".push.services.mozilla.com",
                                                         ".push.apple.com", ".notify.windows.com"};
constexpr int https_port = 443, http_port = 80, last_port = 65535;

struct FreesUrl {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, FreesUrl>;

/// Empty when the address has no such part.
std::string part_of(const Url& url, CURLUPart part, unsigned flags = 0) {
    char* raw = nullptr;
    if (curl_url_get(url.get(), part, &raw, flags) != CURLUE_OK) return {};
    std::string text(raw);
    curl_free(raw);
    return text;
}

std::string in_small_letters(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

std::string without_brackets(std::string host) {
    if (host.starts_with('[') && host.ends_with(']')) return host.substr(1, host.size() - 2);
    return host;
}

bool is_loopback_name(std::string_view host) {
    return host == "localhost" || host == "::1" ||
           (host.starts_with("127.") && std::all_of(host.begin(), host.end(), [](char c) {
                return c == '.' || (c >= '0' && c <= '9');
            }));
}

std::optional<int> parse_port(std::string_view text) {
    int port = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), port);
    const bool whole = problem == std::errc() && end == text.data() + text.size();
    return whole && port > 0 && port <= last_port ? std::optional(port) : std::nullopt;
}

bool is_known_service(std::string_view host) {
    return host == known_host ||
           std::any_of(known_families.begin(), known_families.end(), [&](std::string_view family) {
               return host.size() > family.size() && host.ends_with(family);
           });
}

bool allows(const PushHost& listed, std::string_view host, int port, bool secure) {
    if (listed.name != host || (!secure && !listed.is_loopback)) return false;
    if (listed.port) return *listed.port == port;
    return listed.is_loopback || port == https_port;
}

Error refused_endpoint() {
    return invalid_field("endpoint", "This is no address of a push service that we know.");
}

}  // namespace

std::optional<PushHost> parse_push_host(std::string_view text) {
    PushHost host;
    std::string_view name = text;
    const std::size_t bracket = text.starts_with('[') ? text.find(']') : 0;
    if (bracket == text.npos) return std::nullopt;
    const std::size_t colon = text.find(':', bracket);
    if (colon != text.npos) {
        name = text.substr(0, colon);
        host.port = parse_port(text.substr(colon + 1));
        if (!host.port) return std::nullopt;
    }
    host.name = without_brackets(in_small_letters(std::string(name)));
    const bool plain = std::all_of(host.name.begin(), host.name.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
               (c == ':' && bracket > 0);
    });
    if (host.name.empty() || !plain) return std::nullopt;
    host.is_loopback = is_loopback_name(host.name);
    return host;
}

Result<Endpoint> parse_endpoint(std::string_view url, const std::vector<PushHost>& others) {
    const bool printable =
        std::all_of(url.begin(), url.end(), [](char c) { return c > 0x20 && c < 0x7F; });
    if (url.empty() || url.size() > longest_endpoint || !printable) return refused_endpoint();
    const Url parsed(curl_url());
    const std::string text(url);
    if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) {
        return refused_endpoint();
    }
    const std::string scheme = part_of(parsed, CURLUPART_SCHEME);
    const bool secure = scheme == "https";
    if (!secure && scheme != "http") return refused_endpoint();
    if (!part_of(parsed, CURLUPART_USER).empty() || !part_of(parsed, CURLUPART_PASSWORD).empty() ||
        text.find('@') < text.find('/', scheme.size() + 3)) {
        return refused_endpoint();
    }
    const std::string written_host = in_small_letters(part_of(parsed, CURLUPART_HOST));
    const std::string host = without_brackets(written_host);
    const auto port = parse_port(part_of(parsed, CURLUPART_PORT, CURLU_DEFAULT_PORT));
    if (host.empty() || !port) return refused_endpoint();

    const auto listed = std::find_if(others.begin(), others.end(), [&](const PushHost& one) {
        return allows(one, host, *port, secure);
    });
    const bool is_known = secure && *port == https_port && is_known_service(host);
    if (!is_known && listed == others.end()) return refused_endpoint();
    Endpoint endpoint;
    endpoint.url = text;
    endpoint.origin = scheme + "://" + written_host;
    if (*port != (secure ? https_port : http_port)) {
        endpoint.origin += ":" + std::to_string(*port);
    }
    endpoint.may_be_loopback = !is_known && listed->is_loopback;
    return endpoint;
}

}  // namespace lsl::push
