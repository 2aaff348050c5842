#include "server/services/watching/playback_tokens.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>

#include "server/services/accounts/secrets.h"
#include "server/store/people/secrets_store.h"

namespace lsl::services {

namespace {

constexpr std::size_t login_size = 64;  // SHA-256 in hex
constexpr std::size_t claims_size = 1 + 1 + 16 + 16 + 8 + login_size;
constexpr std::size_t mac_size = 32;
constexpr char token_version = 2;

std::string hmac_sha256(std::string_view key, std::string_view text) {
    std::array<unsigned char, mac_size> mac{};
    unsigned int size = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac.data(), &size);
    return std::string(reinterpret_cast<const char*>(mac.data()), size);
}

void put(std::string& bytes, const Uuid& uuid) {
    bytes.append(reinterpret_cast<const char*>(uuid.bytes.data()), uuid.bytes.size());
}

Uuid take_uuid(std::string_view& bytes) {
    Uuid uuid;
    std::copy_n(bytes.begin(), uuid.bytes.size(), uuid.bytes.begin());
    bytes.remove_prefix(uuid.bytes.size());
    return uuid;
}

}  // namespace

Result<PlaybackTokens> PlaybackTokens::open(store::Database& database, const Clock& clock) {
    return PlaybackTokens(LSL_TRY(database.write([&](store::Connection& tx) {
        return store::SecretsStore(tx).find_or_insert("playback_tokens", random_secret(),
                                                      clock.utc());
    })));
}

std::string PlaybackTokens::sign(const PlaybackClaims& claims) const {
    std::string bytes;
    bytes += token_version;
    bytes += static_cast<char>(claims.kind);
    put(bytes, claims.watcher.user.uuid);
    put(bytes, claims.stream.uuid);
    const auto ms = static_cast<std::uint64_t>(claims.expires_at.time_since_epoch().count());
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(ms >> shift & 0xff);
    std::string login = claims.watcher.login;
    login.resize(login_size);
    bytes += login;
    return to_base64url(bytes + hmac_sha256(secret_, bytes));
}

std::optional<PlaybackClaims> PlaybackTokens::verify(std::string_view token) const {
    const std::string signed_bytes = from_base64url(token);
    if (signed_bytes.size() != claims_size + mac_size) return std::nullopt;
    std::string_view bytes(signed_bytes.data(), claims_size);
    const std::string_view mac = std::string_view(signed_bytes).substr(claims_size);
    if (!same_secret(mac, hmac_sha256(secret_, bytes))) return std::nullopt;
    if (bytes[0] != token_version) return std::nullopt;
    PlaybackClaims claims;
    claims.kind = static_cast<PlaybackClaims::Kind>(bytes[1]);
    bytes.remove_prefix(2);
    claims.watcher.user = UserId{take_uuid(bytes)};
    claims.stream = StreamId{take_uuid(bytes)};
    std::uint64_t ms = 0;
    for (const char byte : bytes.substr(0, 8)) ms = ms << 8 | static_cast<unsigned char>(byte);
    claims.expires_at = UtcTime(std::chrono::milliseconds(static_cast<std::int64_t>(ms)));
    claims.watcher.login = bytes.substr(8);
    return claims;
}

}  // namespace lsl::services
