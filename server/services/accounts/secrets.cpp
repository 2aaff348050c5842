#include "server/services/accounts/secrets.h"

#include <sodium.h>

#include <array>
#include <cstdlib>

namespace lsl::services {

namespace {

/// libsodium asks for this before anything else; repeating it is free. Without a random source
/// nothing here may go on.
void ready() {
    if (sodium_init() < 0) std::abort();
}

std::array<unsigned char, crypto_hash_sha256_BYTES> sha256(std::string_view text) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()),
                       text.size());
    return hash;
}

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

std::string to_hex(const unsigned char* bytes, std::size_t size) {
    std::string hex(size * 2 + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), bytes, size);
    hex.pop_back();
    return hex;
}

}  // namespace

std::string random_secret() {
    ready();
    std::array<char, 32> bytes{};
    std::string text;
    do {
        randombytes_buf(bytes.data(), bytes.size());
        text = to_base64url(std::string_view(bytes.data(), bytes.size()));
    } while (!is_letter(text.front()));
    return text;
}

std::string random_name() {
    ready();
    std::array<unsigned char, 16> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    return to_hex(bytes.data(), bytes.size());
}

std::string sha256_hex(std::string_view text) {
    const auto hash = sha256(text);
    return to_hex(hash.data(), hash.size());
}

bool same_secret(std::string_view a, std::string_view b) {
    if (a.empty() || b.empty()) return false;
    // Hashed first, so that lengths do not show either.
    const auto left = sha256(a);
    const auto right = sha256(b);
    return sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

Uuid new_uuid(const Clock& clock) {
    ready();
    Uuid uuid;
    randombytes_buf(uuid.bytes.data(), uuid.bytes.size());
    const auto ms = static_cast<std::uint64_t>(clock.utc().time_since_epoch().count());
    for (std::size_t i = 0; i < 6; ++i) {
        uuid.bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
    }
    uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0f) | 0x70);
    uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3f) | 0x80);
    return uuid;
}

}  // namespace lsl::services
