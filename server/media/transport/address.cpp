#include "server/media/transport/address.h"

#include <algorithm>

#include <arpa/inet.h>

namespace lsl::media {
namespace {

constexpr std::array<std::uint8_t, 12> kMappedPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

}  // namespace

Address Address::v4(std::array<std::uint8_t, 4> octets, std::uint16_t port) {
    Address address;
    std::copy(kMappedPrefix.begin(), kMappedPrefix.end(), address.ip.begin());
    std::copy(octets.begin(), octets.end(), address.ip.begin() + 12);
    address.port = port;
    return address;
}

std::optional<Address> Address::parse(std::string_view ip, std::uint16_t port) {
    const std::string text(ip);
    std::array<std::uint8_t, 4> octets;
    if (inet_pton(AF_INET, text.c_str(), octets.data()) == 1) return v4(octets, port);
    Address address;
    address.port = port;
    if (inet_pton(AF_INET6, text.c_str(), address.ip.data()) == 1) return address;
    return std::nullopt;
}

bool Address::is_v4() const {
    return std::equal(kMappedPrefix.begin(), kMappedPrefix.end(), ip.begin());
}

bool Address::is_unspecified() const {
    const std::size_t from = is_v4() ? 12 : 0;
    return std::all_of(ip.begin() + static_cast<std::ptrdiff_t>(from), ip.end(),
                       [](std::uint8_t octet) { return octet == 0; });
}

bool Address::is_loopback() const {
    if (is_v4()) return ip[12] == 127;
    return ip[15] == 1 &&
           std::all_of(ip.begin(), ip.end() - 1, [](std::uint8_t octet) { return octet == 0; });
}

std::string Address::ip_text() const {
    char text[INET6_ADDRSTRLEN] = {};
    if (is_v4()) {
        inet_ntop(AF_INET, ip.data() + 12, text, sizeof text);
    } else {
        inet_ntop(AF_INET6, ip.data(), text, sizeof text);
    }
    return text;
}

}  // namespace lsl::media
