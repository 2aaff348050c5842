#include "server/push/vapid.h"

#include <chrono>
#include <memory>
#include <utility>

#include <openssl/bn.h>
#include <openssl/ec.h>

#include "server/base64/base64.h"

namespace lsl::push {
namespace {

/// A token of a day is the longest that services take (RFC 8292 section 2).
constexpr std::chrono::hours token_lifetime{12};
constexpr std::chrono::hours token_used_for{1};
constexpr std::size_t most_origins = 64;
constexpr std::string_view token_header = R"({"typ":"JWT","alg":"ES256"})";

struct FreesDigest {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
struct FreesSignature {
    void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
};

/// What JSON needs of a text without controls, which settings and addresses are.
std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

/// OpenSSL signs in DER; JOSE has both numbers one after the other, each filled up (RFC 7518 3.4).
Result<std::string> plain_signature(const std::string& der) {
    const auto* data = reinterpret_cast<const unsigned char*>(der.data());
    const std::unique_ptr<ECDSA_SIG, FreesSignature> signature(
        d2i_ECDSA_SIG(nullptr, &data, static_cast<long>(der.size())));
    std::string plain(2 * number_octets, '\0');
    auto* out = reinterpret_cast<unsigned char*>(plain.data());
    constexpr int each = static_cast<int>(number_octets);
    if (!signature || BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, each) < 0 ||
        BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + number_octets, each) < 0) {
        return internal_error("a signature has no such form");
    }
    return plain;
}

}  // namespace

Result<std::string> Vapid::new_secret() {
    const CurveKey key = LSL_TRY(new_curve_key());
    return to_base64url(LSL_TRY(number_of(key)) + LSL_TRY(point_of(key)));
}

Result<Vapid> Vapid::open(std::string_view secret, std::string subject) {
    const auto octets = from_base64url(secret);
    if (!octets || octets->size() != number_octets + point_octets) {
        return internal_error("the key for push services is broken");
    }
    const std::string point = octets->substr(number_octets);
    CurveKey key = LSL_TRY(curve_key_of(octets->substr(0, number_octets), point));
    return Vapid(std::move(key), to_base64url(point), std::move(subject));
}

Result<std::string> Vapid::authorization(const std::string& origin, UtcTime now) {
    const auto known = tokens_.find(origin);
    // A clock that was set back has made tokens of the future.
    const bool fresh = known != tokens_.end() && known->second.made_at <= now &&
                       now - known->second.made_at < token_used_for;
    if (!fresh) {
        std::string text = LSL_TRY(signed_token(origin, now + token_lifetime));
        if (tokens_.size() >= most_origins) tokens_.clear();
        tokens_[origin] = {std::move(text), now};
    }
    return "vapid t=" + tokens_[origin].text + ", k=" + public_key_;
}

Result<std::string> Vapid::signed_token(const std::string& origin, UtcTime expires_at) const {
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(expires_at.time_since_epoch());
    const std::string claims = "{\"aud\":" + quoted(origin) +
                               ",\"exp\":" + std::to_string(seconds.count()) +
                               ",\"sub\":" + quoted(subject_) + "}";
    const std::string text = to_base64url(token_header) + "." + to_base64url(claims);
    const std::unique_ptr<EVP_MD_CTX, FreesDigest> context(EVP_MD_CTX_new());
    const auto* data = reinterpret_cast<const unsigned char*>(text.data());
    std::size_t size = 0;
    if (!context ||
        EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
        EVP_DigestSign(context.get(), nullptr, &size, data, text.size()) != 1) {
        return internal_error("signing failed");
    }
    std::string der(size, '\0');
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(der.data()), &size, data,
                       text.size()) != 1) {
        return internal_error("signing failed");
    }
    der.resize(size);
    return text + "." + to_base64url(LSL_TRY(plain_signature(der)));
}

}  // namespace lsl::push
