// The token that push services know us by: its form, that it verifies, and how long it is used.
#include "server/push/vapid.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include <openssl/bn.h>
#include <openssl/ecdsa.h>

#include "server/base64/base64.h"

namespace lsl::push {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const UtcTime noon = parse_iso8601("2026-12-01T12:00:00Z").value();

struct TokenParts {
    std::string text, header, claims, signature;  // decoded but for the first
};

TokenParts parts_of(const std::string& authorization) {
    const std::string token =
        authorization.substr(8, authorization.find(',') - 8);  // behind "vapid t="
    const std::size_t first = token.find('.'), last = token.rfind('.');
    return {token.substr(0, last), from_base64url(token.substr(0, first)).value_or(""),
            from_base64url(token.substr(first + 1, last - first - 1)).value_or(""),
            from_base64url(token.substr(last + 1)).value_or("")};
}

bool verifies(const TokenParts& token, const std::string& public_key) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(token.signature.data());
    ECDSA_SIG* signature = ECDSA_SIG_new();
    ECDSA_SIG_set0(signature, BN_bin2bn(bytes, 32, nullptr), BN_bin2bn(bytes + 32, 32, nullptr));
    unsigned char* der = nullptr;
    const int size = i2d_ECDSA_SIG(signature, &der);
    ECDSA_SIG_free(signature);
    const auto key = curve_key_of(*from_base64url(public_key));
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, key->get());
    const bool good = EVP_DigestVerify(context, der, static_cast<std::size_t>(size),
                                       reinterpret_cast<const unsigned char*>(token.text.data()),
                                       token.text.size()) == 1;
    EVP_MD_CTX_free(context);
    OPENSSL_free(der);
    return good;
}

TEST(VapidTest, ATokenSaysForWhomAndHowLongAndVerifies) {
    auto vapid = Vapid::open(*Vapid::new_secret(), "mailto:studio@example.com");
    ASSERT_TRUE(vapid);
    const std::string value = *vapid->authorization("https://fcm.googleapis.com", noon);
    EXPECT_TRUE(value.starts_with("vapid t="));
    EXPECT_TRUE(value.ends_with(", k=" + vapid->public_key()));
    const TokenParts token = parts_of(value);
    EXPECT_EQ(token.header, R"({"typ":"JWT","alg":"ES256"})");
    const auto expiry =
        std::chrono::duration_cast<std::chrono::seconds>((noon + hours(12)).time_since_epoch());
    EXPECT_EQ(token.claims, R"({"aud":"https://fcm.googleapis.com","exp":)" +
                                std::to_string(expiry.count()) +
                                R"(,"sub":"mailto:studio@example.com"})");
    EXPECT_EQ(token.signature.size(), 64u);
    EXPECT_TRUE(verifies(token, vapid->public_key()));
    TokenParts other = token;
    other.text.back() = other.text.back() == 'A' ? 'B' : 'A';
    EXPECT_FALSE(verifies(other, vapid->public_key()));
}

TEST(VapidTest, ATokenServesAnHourAndEachOriginHasItsOwn) {
    auto vapid = Vapid::open(*Vapid::new_secret(), "https://live.example.com");
    ASSERT_TRUE(vapid);
    const std::string first = *vapid->authorization("https://a.example", noon);
    EXPECT_EQ(*vapid->authorization("https://a.example", noon + minutes(59)), first);
    EXPECT_NE(*vapid->authorization("https://b.example", noon), first);
    const std::string second = *vapid->authorization("https://a.example", noon + minutes(60));
    EXPECT_NE(second, first);
    // The clock was set back.
    EXPECT_NE(*vapid->authorization("https://a.example", noon), second);
}

TEST(VapidTest, TheKeyIsTheSameAfterARestart) {
    const std::string secret = *Vapid::new_secret();
    EXPECT_EQ(Vapid::open(secret, "x")->public_key(), Vapid::open(secret, "x")->public_key());
    EXPECT_EQ(from_base64url(Vapid::open(secret, "x")->public_key())->size(), point_octets);
    EXPECT_FALSE(Vapid::open("", "x"));
    EXPECT_FALSE(Vapid::open(secret.substr(4), "x"));
}

// A number that begins with zeros is shorter in DER, and has to be filled up again.
TEST(VapidTest, EverySignatureHas64Octets) {
    const std::string secret = *Vapid::new_secret();
    auto vapid = Vapid::open(secret, "mailto:a@example.com");
    for (int i = 0; i < 600; ++i) {
        const TokenParts token =
            parts_of(*vapid->authorization("https://a.example", noon + hours(i)));
        ASSERT_EQ(token.signature.size(), 64u);
        ASSERT_TRUE(verifies(token, vapid->public_key()));
    }
}

}  // namespace
}  // namespace lsl::push
