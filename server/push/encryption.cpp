#include "server/push/encryption.h"

#include <array>

#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include "server/base64/base64.h"

namespace lsl::push {
namespace {

constexpr std::size_t auth_octets = 16, salt_octets = 16;
constexpr std::size_t input_key_octets = 32, content_key_octets = 16, nonce_octets = 12;
constexpr std::size_t tag_octets = 16;
constexpr std::uint32_t record_octets = 4096;
/// Ends the last record (RFC 8188 section 2); padding would follow.
constexpr char last_record = 0x02;

struct FreesAgreement {
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};
struct FreesKdf {
    void operator()(EVP_KDF* kdf) const { EVP_KDF_free(kdf); }
};
struct FreesKdfContext {
    void operator()(EVP_KDF_CTX* context) const { EVP_KDF_CTX_free(context); }
};
struct FreesCipher {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

unsigned char* writable(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* readable(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

/// Some programs pad what browsers do not.
std::string_view without_padding(std::string_view text) {
    while (text.ends_with('=')) text.remove_suffix(1);
    return text;
}

Error crypto_failed(std::string_view what) {
    return internal_error("OpenSSL failed at " + std::string(what));
}

/// ECDH: the x coordinate of the shared point.
Result<std::string> agreed(const CurveKey& ours, const CurveKey& theirs) {
    const std::unique_ptr<EVP_PKEY_CTX, FreesAgreement> context(
        EVP_PKEY_CTX_new(ours.get(), nullptr));
    std::string secret(number_octets, '\0');
    std::size_t size = secret.size();
    if (!context || EVP_PKEY_derive_init(context.get()) != 1 ||
        EVP_PKEY_derive_set_peer(context.get(), theirs.get()) != 1 ||
        EVP_PKEY_derive(context.get(), writable(secret), &size) != 1 || size != secret.size()) {
        return crypto_failed("ECDH");
    }
    return secret;
}

/// HKDF with SHA-256, extract and expand (RFC 5869).
Result<std::string> derived(std::string_view salt, std::string_view key, std::string_view info,
                            std::size_t octets) {
    const std::unique_ptr<EVP_KDF, FreesKdf> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr));
    if (!kdf) return crypto_failed("HKDF");
    const std::unique_ptr<EVP_KDF_CTX, FreesKdfContext> context(EVP_KDF_CTX_new(kdf.get()));
    char digest[] = "SHA256";
    // OpenSSL's parameters point at what is not const, and change nothing there.
    std::string salt_copy(salt), key_copy(key), info_copy(info);
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, salt_copy.data(), salt_copy.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, key_copy.data(), key_copy.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info_copy.data(), info_copy.size()),
        OSSL_PARAM_construct_end()};
    std::string out(octets, '\0');
    if (!context || EVP_KDF_derive(context.get(), writable(out), out.size(), parameters) != 1) {
        return crypto_failed("HKDF");
    }
    return out;
}

Result<std::string> aes128gcm(std::string_view key, std::string_view nonce,
                              std::string_view plain) {
    const std::unique_ptr<EVP_CIPHER_CTX, FreesCipher> context(EVP_CIPHER_CTX_new());
    std::string out(plain.size() + tag_octets, '\0');
    int written = 0, rest = 0;
    if (!context ||
        EVP_EncryptInit_ex(context.get(), EVP_aes_128_gcm(), nullptr, readable(key),
                           readable(nonce)) != 1 ||
        EVP_EncryptUpdate(context.get(), writable(out), &written, readable(plain),
                          static_cast<int>(plain.size())) != 1 ||
        EVP_EncryptFinal_ex(context.get(), writable(out) + written, &rest) != 1 ||
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(tag_octets),
                            writable(out) + plain.size()) != 1) {
        return crypto_failed("AES-GCM");
    }
    return out;
}

std::string big_endian(std::uint32_t value) {
    std::string octets;
    for (int shift = 24; shift >= 0; shift -= 8) octets += static_cast<char>(value >> shift & 0xFF);
    return octets;
}

/// A label as both RFCs have it: with the NUL at its end.
std::string label(std::string_view text) { return std::string(text) + '\0'; }

}  // namespace

Result<BrowserKeys> parse_browser_keys(std::string_view p256dh, std::string_view auth) {
    const auto point = from_base64url(without_padding(p256dh));
    const auto secret = from_base64url(without_padding(auth));
    if (!point || !secret || secret->size() != auth_octets) {
        return invalid_field("keys", "These are no keys of a browser's subscription.");
    }
    LSL_TRY(curve_key_of(*point));
    return BrowserKeys{*point, *secret};
}

Result<std::string> sealed(const BrowserKeys& browser, std::string_view text) {
    const CurveKey ours = LSL_TRY(new_curve_key());
    std::string salt(salt_octets, '\0');
    if (RAND_bytes(writable(salt), static_cast<int>(salt.size())) != 1) {
        return crypto_failed("randomness");
    }
    return sealed_with(browser, text, ours, salt);
}

Result<std::string> sealed_with(const BrowserKeys& browser, std::string_view text,
                                const CurveKey& ours, std::string_view salt) {
    if (text.size() > longest_push_text) return internal_error("a push message is too long");
    const CurveKey theirs = LSL_TRY(curve_key_of(browser.point));
    const std::string our_point = LSL_TRY(point_of(ours));
    const std::string shared = LSL_TRY(agreed(ours, theirs));
    // RFC 8291 section 3.3, then RFC 8188 section 2.2 and 2.3.
    const std::string input_key =
        LSL_TRY(derived(browser.auth, shared, label("WebPush: info") + browser.point + our_point,
                        input_key_octets));
    const std::string key =
        LSL_TRY(derived(salt, input_key, label("Content-Encoding: aes128gcm"), content_key_octets));
    const std::string nonce =
        LSL_TRY(derived(salt, input_key, label("Content-Encoding: nonce"), nonce_octets));
    const std::string record = LSL_TRY(aes128gcm(key, nonce, std::string(text) + last_record));
    return std::string(salt) + big_endian(record_octets) + static_cast<char>(our_point.size()) +
           our_point + record;
}

}  // namespace lsl::push
