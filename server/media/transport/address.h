#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace lsl::media {

/// An IP address and UDP port. IPv4 is kept in its IPv6-mapped form (RFC 4291 2.5.5.2), so that
/// one type, one comparison and one hash serve both families.
struct Address {
    std::array<std::uint8_t, 16> ip{};
    std::uint16_t port = 0;

    bool operator==(const Address&) const = default;

    static Address v4(std::array<std::uint8_t, 4> octets, std::uint16_t port);
    /// A literal such as "192.0.2.7" or "2001:db8::7"; never a host name.
    static std::optional<Address> parse(std::string_view ip, std::uint16_t port);

    bool is_v4() const;
    bool is_unspecified() const;  ///< 0.0.0.0 or ::
    bool is_loopback() const;
    std::string ip_text() const;

    std::size_t hash() const {
        std::uint64_t high;
        std::uint64_t low;
        std::memcpy(&high, ip.data(), sizeof high);
        std::memcpy(&low, ip.data() + sizeof high, sizeof low);
        std::uint64_t mixed = (low ^ (high * 0x9e3779b97f4a7c15u)) + (std::uint64_t{port} << 17);
        mixed ^= mixed >> 31;
        mixed *= 0xbf58476d1ce4e5b9u;
        return static_cast<std::size_t>(mixed ^ (mixed >> 29));
    }
};

}  // namespace lsl::media
