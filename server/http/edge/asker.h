#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lsl::http {

/// Who sends a request, as far as bounds are concerned: the higher the rank, the more of the
/// server's room is kept for it.
enum class Rank : std::uint8_t { Stranger, Person, Staff };

struct Asker {
    Rank rank = Rank::Stranger;
    /// What a bound is counted by: the person, or the address of a stranger.
    std::string key;
};

/// One network that an address belongs to, and how many single customers it may hold.
struct Network {
    std::string key;
    std::size_t weight = 1;
};

/// An IPv4 address alone; of an IPv6 address its /64, which one customer holds, and its /48, which
/// one customer may be given: that counts as four.
std::vector<Network> networks_of(std::string_view address);

}  // namespace lsl::http
