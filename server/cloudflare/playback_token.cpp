#include "server/cloudflare/playback_token.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <algorithm>

#include "server/base64/base64.h"

namespace lsl::cloudflare {

namespace {

constexpr int fewest_key_bits = 2048;

struct Frees {
    void operator()(BIO* bio) const { BIO_free(bio); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

bool is_id(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    });
}

std::string unix_seconds(UtcTime time) {
    return std::to_string(
        std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count());
}

/// OpenSSL would ask at the terminal for the password of an encrypted key.
int no_password(char*, int, int, void*) { return -1; }

}  // namespace

std::string playback_token_text(std::string_view key_id, std::string_view sub, UtcTime nbf,
                                UtcTime exp) {
    const std::string kid(key_id);
    const std::string header = R"({"alg":"RS256","kid":")" + kid + R"("})";
    const std::string claims = R"({"sub":")" + std::string(sub) + R"(","kid":")" + kid +
                               R"(","exp":)" + unix_seconds(exp) + R"(,"nbf":)" +
                               unix_seconds(nbf) + "}";
    return to_base64url(header) + "." + to_base64url(claims);
}

Result<SigningKey> SigningKey::parse(std::string key_id, std::string_view pem) {
    if (!is_id(key_id))
        return invalid_field("signingKeyId", "This is not the id of a signing key.");
    const auto not_a_key = [] {
        return invalid_field("signingKeyPem",
                             "This is not an RSA private key of at least 2048 bits (PEM, or base64 "
                             "of a PEM).");
    };
    std::string text(pem);
    if (pem.find("-----BEGIN") == std::string_view::npos) {
        auto decoded = from_base64(pem);
        if (!decoded) return not_a_key();
        text = std::move(*decoded);
    }
    const std::unique_ptr<BIO, Frees> bio(
        BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    if (!bio) return internal_error("out of memory for a signing key");
    std::shared_ptr<EVP_PKEY> key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr),
                                  EVP_PKEY_free);
    if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA ||
        EVP_PKEY_get_bits(key.get()) < fewest_key_bits) {
        return not_a_key();
    }
    return SigningKey(std::move(key_id), std::move(key));
}

Result<std::string> SigningKey::sign(std::string_view sub, UtcTime nbf, UtcTime exp) const {
    if (!is_id(sub)) return invalid_field("sub", "This is not the id of a video or live input.");
    if (exp <= nbf || exp - nbf > longest_playback_token) {
        return invalid_field("exp", "A playback token lives up to 24 hours.");
    }
    const std::string text = playback_token_text(key_id_, sub, nbf, exp);
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    // RSASSA-PKCS1-v1_5 is what OpenSSL does with an RSA key unless told otherwise.
    const std::unique_ptr<EVP_MD_CTX, Frees> context(EVP_MD_CTX_new());
    std::size_t size = static_cast<std::size_t>(EVP_PKEY_get_size(key_.get()));
    std::string signature(size, '\0');
    if (!context ||
        EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                       bytes, text.size()) != 1) {
        return internal_error("signing a playback token failed");
    }
    signature.resize(size);
    return text + "." + to_base64url(signature);
}

}  // namespace lsl::cloudflare
