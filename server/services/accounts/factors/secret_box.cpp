#include "server/services/accounts/factors/secret_box.h"

#include <sodium.h>

#include "server/services/accounts/secrets.h"

namespace lsl::services {
namespace {

const unsigned char* box_bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

SecretBox::SecretBox(std::string_view key) {
    if (key.empty() || sodium_init() < 0) return;
    // The setting is a text of any length.
    const std::string named = "sealed secrets of " + std::string(key);
    key_.resize(crypto_secretbox_KEYBYTES);
    crypto_generichash(reinterpret_cast<unsigned char*>(key_.data()), key_.size(), box_bytes(named),
                       named.size(), nullptr, 0);
}

std::string SecretBox::seal(std::string_view secret) const {
    if (!usable()) return {};
    std::string nonce(crypto_secretbox_NONCEBYTES, '\0');
    randombytes_buf(nonce.data(), nonce.size());
    std::string closed(secret.size() + crypto_secretbox_MACBYTES, '\0');
    crypto_secretbox_easy(reinterpret_cast<unsigned char*>(closed.data()), box_bytes(secret),
                          secret.size(), box_bytes(nonce), box_bytes(key_));
    return to_base64url(nonce + closed);
}

std::optional<std::string> SecretBox::open(std::string_view sealed) const {
    constexpr std::size_t before = crypto_secretbox_NONCEBYTES;
    const std::string bytes = from_base64url(sealed);
    if (!usable() || bytes.size() < before + crypto_secretbox_MACBYTES) return std::nullopt;
    std::string secret(bytes.size() - before - crypto_secretbox_MACBYTES, '\0');
    const int failed = crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(secret.data()),
                                                  box_bytes(bytes) + before, bytes.size() - before,
                                                  box_bytes(bytes), box_bytes(key_));
    if (failed != 0) return std::nullopt;
    return secret;
}

}  // namespace lsl::services
