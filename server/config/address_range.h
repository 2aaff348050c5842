#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lsl::config {

/// An IPv4 or IPv6 address as 16 bytes; IPv4 is mapped (RFC 4291 2.5.5.2), so that
/// `::ffff:10.0.0.1` and `10.0.0.1` are the same.
struct IpAddress {
    std::array<std::uint8_t, 16> bytes{};

    static std::optional<IpAddress> parse(std::string_view text);
    bool is_ipv4() const;
    bool is_loopback() const;
    auto operator<=>(const IpAddress&) const = default;
};

/// "10.0.0.0/8", "fd00::/8" or a single address.
struct AddressRange {
    IpAddress address;
    int prefix_bits = 128;

    static std::optional<AddressRange> parse(std::string_view text);
    bool contains(const IpAddress& other) const;
};

bool any_contains(const std::vector<AddressRange>& ranges, std::string_view address);

/// 127.0.0.0/8, ::1 and the name "localhost".
bool is_loopback_host(std::string_view host);

/// Addresses of this machine's interfaces that others may reach: neither loopback nor link-local,
/// IPv4 first, since some WHIP clients try only the first candidate.
std::vector<std::string> interface_addresses();

}  // namespace lsl::config
