#include "server/http/edge/asker.h"

#include <algorithm>
#include <array>

#include <arpa/inet.h>

#include "server/services/accounts/limits/rate_limits.h"

namespace lsl::http {
namespace {
constexpr std::size_t weight_of_48 = 4;
}

std::vector<Network> networks_of(std::string_view address) {
    std::vector<Network> networks{{services::address_key(address), 1}};
    in6_addr v6{};
    const std::string text(address);
    if (inet_pton(AF_INET6, text.c_str(), &v6) != 1 || IN6_IS_ADDR_V4MAPPED(&v6)) return networks;
    std::fill(v6.s6_addr + 6, v6.s6_addr + 16, std::uint8_t{0});
    std::array<char, INET6_ADDRSTRLEN> prefix{};
    inet_ntop(AF_INET6, &v6, prefix.data(), prefix.size());
    networks.push_back({std::string(prefix.data()) + "/48", weight_of_48});
    return networks;
}

}  // namespace lsl::http
