#include "server/http/edge/client_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace lsl::http {
namespace {

constexpr std::string_view header_name = "X-Forwarded-For";
/// "[" IPv6 address "]:65535"
constexpr std::size_t longest_entry = INET6_ADDRSTRLEN + 8;
/// More hops than that are made up.
constexpr std::size_t most_hops = 32;

std::optional<std::string> in_usual_form(std::string_view address) {
    const std::string text(address.substr(0, address.find('%')));  // without an interface's name
    std::array<char, INET6_ADDRSTRLEN> usual{};
    in6_addr v6{};
    in_addr v4{};
    if (inet_pton(AF_INET6, text.c_str(), &v6) == 1) {
        if (IN6_IS_ADDR_V4MAPPED(&v6)) {
            return inet_ntop(AF_INET, &v6.s6_addr[12], usual.data(), usual.size());
        }
        return inet_ntop(AF_INET6, &v6, usual.data(), usual.size());
    }
    if (inet_pton(AF_INET, text.c_str(), &v4) != 1) return std::nullopt;
    return inet_ntop(AF_INET, &v4, usual.data(), usual.size());
}

/// Without the port: one colon is a port's, several are an IPv6 address's.
std::string_view without_port(std::string_view entry) {
    if (entry.starts_with('[')) {
        const std::size_t end = entry.find(']');
        return end == std::string_view::npos ? std::string_view() : entry.substr(1, end - 1);
    }
    const std::size_t colon = entry.find(':');
    return colon == entry.rfind(':') ? entry.substr(0, colon) : entry;
}

/// The last entries, in the order of the header lines.
std::vector<std::string_view> hops_of(const Request& request) {
    std::vector<std::string_view> hops;
    for (const Header& header : request.headers) {
        if (!equal_ignoring_case(header.name, header_name)) continue;
        std::string_view rest = header.value;
        while (!rest.empty()) {
            const std::string_view item = rest.substr(0, rest.find(','));
            rest.remove_prefix(std::min(rest.size(), item.size() + 1));
            hops.push_back(trimmed(item));
        }
    }
    if (hops.size() > most_hops) hops.erase(hops.begin(), hops.end() - most_hops);
    return hops;
}

/// Loopback (RFC 1122 3.2.1.3, RFC 4291 2.5.3) or private (RFC 1918, RFC 4193).
bool is_of_our_network(const std::string& peer) {
    const auto address = in_usual_form(peer);
    if (!address) return false;
    in_addr v4{};
    if (inet_pton(AF_INET, address->c_str(), &v4) == 1) {
        const std::uint32_t bits = ntohl(v4.s_addr);
        return bits >> 24 == 127 || bits >> 24 == 10 || bits >> 20 == 0xAC1 || bits >> 16 == 0xC0A8;
    }
    in6_addr v6{};
    inet_pton(AF_INET6, address->c_str(), &v6);
    return IN6_IS_ADDR_LOOPBACK(&v6) || (v6.s6_addr[0] & 0xFE) == 0xFC;
}

}  // namespace

std::optional<std::string> forwarded_address(std::string_view entry) {
    if (entry.size() > longest_entry) return std::nullopt;
    return in_usual_form(without_port(entry));
}

std::string client_address(const Request& request, const IsTrustedProxy& trusted) {
    std::string address = request.peer_address;
    if (!trusted || !trusted(address)) return address;
    // Each proxy appends its own peer: read from the end, as far as we trust who wrote it. What is
    // no address leaves us with the proxy that wrote it.
    const std::vector<std::string_view> hops = hops_of(request);
    for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
        auto named = forwarded_address(*hop);
        if (!named) break;
        address = std::move(*named);
        if (!trusted(address)) break;
    }
    return address;
}

bool is_unheard_proxy(const Request& request, const IsTrustedProxy& trusted) {
    return request.has_header(header_name) && is_of_our_network(request.peer_address) &&
           (!trusted || !trusted(request.peer_address));
}

}  // namespace lsl::http
