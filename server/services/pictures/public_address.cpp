#include <array>
#include <cstdint>
#include <cstring>

#include "server/services/pictures/picture_download.h"

namespace lsl::services {

namespace {

struct Block {
    std::uint32_t network;
    int bits;
};

// What the IANA special-purpose registry (RFC 6890) keeps out of the open internet.
constexpr std::array<Block, 16> special_v4 = {{
    {0x00000000, 8},   // this network
    {0x0A000000, 8},   // private
    {0x64400000, 10},  // shared (RFC 6598)
    {0x7F000000, 8},   // loopback
    {0xA9FE0000, 16},  // link-local, and cloud metadata
    {0xAC100000, 12},  // private
    {0xC0000000, 24},  // protocol assignments
    {0xC0000200, 24},  // documentation
    {0xC0586300, 24},  // 6to4 relays
    {0xC0A80000, 16},  // private
    {0xC6120000, 15},  // benchmarks
    {0xC6336400, 24},  // documentation
    {0xCB007100, 24},  // documentation
    {0xE0000000, 4},   // multicast
    {0xF0000000, 4},   // reserved
    {0xFFFFFFFF, 32},  // broadcast
}};

bool is_public_v4(std::uint32_t address) {
    for (const Block& block : special_v4) {
        const std::uint32_t mask = ~std::uint32_t{0} << (32 - block.bits);
        if ((address & mask) == block.network) return false;
    }
    return true;
}

bool is_public_v6(const in6_addr& address) {
    const std::uint8_t* b = address.s6_addr;
    const auto v4_at = [&](int i) {
        return std::uint32_t{b[i]} << 24 | std::uint32_t{b[i + 1]} << 16 |
               std::uint32_t{b[i + 2]} << 8 | std::uint32_t{b[i + 3]};
    };
    if (IN6_IS_ADDR_V4MAPPED(&address)) return is_public_v4(v4_at(12));
    // Only 2000::/3 is global unicast (RFC 4291); within it, what wraps or is special.
    if ((b[0] & 0xE0) != 0x20) return false;
    const bool teredo_or_special = b[0] == 0x20 && b[1] == 0x01 && b[2] < 0x02;
    const bool documentation = (b[0] == 0x20 && b[1] == 0x01 && b[2] == 0x0D && b[3] == 0xB8) ||
                               (b[0] == 0x3F && b[1] == 0xFF);
    const bool six_to_four = b[0] == 0x20 && b[1] == 0x02;
    if (six_to_four) return is_public_v4(v4_at(2));
    return !teredo_or_special && !documentation;
}

}  // namespace

bool is_public_address(const sockaddr_storage& address) {
    if (address.ss_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &address, sizeof v4);
        return is_public_v4(ntohl(v4.sin_addr.s_addr));
    }
    if (address.ss_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, &address, sizeof v6);
        return is_public_v6(v6.sin6_addr);
    }
    return false;
}

}  // namespace lsl::services
