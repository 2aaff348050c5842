#include "server/config/address_range.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

namespace lsl::config {
namespace {

constexpr std::array<std::uint8_t, 12> ipv4_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

/// 169.254.0.0/16 and fe80::/10: of no use to anybody but the next cable.
bool is_link_local(const IpAddress& address) {
    const auto& b = address.bytes;
    return address.is_ipv4() ? b[12] == 169 && b[13] == 254 : b[0] == 0xfe && (b[1] & 0xc0) == 0x80;
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
    const std::string copy(text);
    IpAddress address;
    if (inet_pton(AF_INET, copy.c_str(), address.bytes.data() + ipv4_prefix.size()) == 1) {
        std::copy(ipv4_prefix.begin(), ipv4_prefix.end(), address.bytes.begin());
        return address;
    }
    if (inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1) return address;
    return std::nullopt;
}

bool IpAddress::is_ipv4() const {
    return std::equal(ipv4_prefix.begin(), ipv4_prefix.end(), bytes.begin());
}

bool IpAddress::is_loopback() const {
    if (is_ipv4()) return bytes[12] == 127;
    return std::all_of(bytes.begin(), bytes.end() - 1, [](auto b) { return b == 0; }) &&
           bytes[15] == 1;
}

std::optional<AddressRange> AddressRange::parse(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto address = IpAddress::parse(text.substr(0, slash));
    if (!address) return std::nullopt;
    AddressRange range{*address, 128};
    if (slash == std::string_view::npos) return range;

    const std::string_view bits = text.substr(slash + 1);
    int prefix = 0;
    const auto [end, error] = std::from_chars(bits.data(), bits.data() + bits.size(), prefix);
    const int most = address->is_ipv4() ? 32 : 128;
    if (error != std::errc() || end != bits.data() + bits.size() || prefix < 0 || prefix > most) {
        return std::nullopt;
    }
    range.prefix_bits = prefix + 128 - most;
    return range;
}

bool AddressRange::contains(const IpAddress& other) const {
    for (int bit = 0; bit < prefix_bits; bit += 8) {
        const auto index = static_cast<std::size_t>(bit / 8);
        const int left = std::min(8, prefix_bits - bit);
        const int difference = address.bytes[index] ^ other.bytes[index];
        if ((difference >> (8 - left)) != 0) return false;
    }
    return true;
}

bool any_contains(const std::vector<AddressRange>& ranges, std::string_view address) {
    const auto parsed = IpAddress::parse(address);
    if (!parsed) return false;
    return std::any_of(ranges.begin(), ranges.end(),
                       [&](const AddressRange& range) { return range.contains(*parsed); });
}

bool is_loopback_host(std::string_view host) {
    if (host == "localhost") return true;
    const auto address = IpAddress::parse(host);
    return address && address->is_loopback();
}

std::vector<std::string> interface_addresses() {
    std::vector<std::string> ipv4, ipv6;
    ifaddrs* list = nullptr;
    if (getifaddrs(&list) != 0) return {};
    for (const ifaddrs* entry = list; entry != nullptr; entry = entry->ifa_next) {
        if (entry->ifa_addr == nullptr || (entry->ifa_flags & IFF_UP) == 0) continue;
        char text[INET6_ADDRSTRLEN] = "";
        const int family = entry->ifa_addr->sa_family;
        if (family == AF_INET) {
            sockaddr_in address;
            std::memcpy(&address, entry->ifa_addr, sizeof address);
            inet_ntop(AF_INET, &address.sin_addr, text, sizeof text);
        } else if (family == AF_INET6) {
            sockaddr_in6 address;
            std::memcpy(&address, entry->ifa_addr, sizeof address);
            inet_ntop(AF_INET6, &address.sin6_addr, text, sizeof text);
        }
        const auto parsed = IpAddress::parse(text);
        if (!parsed || parsed->is_loopback() || is_link_local(*parsed)) continue;
        (family == AF_INET ? ipv4 : ipv6).emplace_back(text);
    }
    freeifaddrs(list);
    ipv4.insert(ipv4.end(), ipv6.begin(), ipv6.end());
    return ipv4;
}

}  // namespace lsl::config
