#include "server/services/accounts/passwords/popular_passwords.h"

#include <algorithm>
#include <cstdint>

#include "server/services/accounts/passwords/popular_password_hashes.h"

namespace lsl::services {

namespace {

/// FNV-1a, as popular_passwords.py makes the table: two passwords in one place would refuse a good
/// one once in 10^15 times.
std::uint64_t hash_of(std::string_view password) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : password) {
        const bool capital = c >= 'A' && c <= 'Z';
        hash ^= static_cast<unsigned char>(capital ? c - 'A' + 'a' : c);
        hash *= 0x100000001b3;
    }
    return hash;
}

}  // namespace

bool is_popular_password(std::string_view password) {
    const auto hashes = popular_password_hashes();
    return std::binary_search(hashes.begin(), hashes.end(), hash_of(password));
}

}  // namespace lsl::services
