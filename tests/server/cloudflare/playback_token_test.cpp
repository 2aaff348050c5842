#include "server/cloudflare/playback_token.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "server/base64/base64.h"

namespace lsl::cloudflare {
namespace {

using namespace std::chrono_literals;

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

constexpr const char* kid = "0123456789abcdef0123456789abcdef";
constexpr const char* video_uid = "6b9e68b07dfee8cc2d116e4c51d6a957";
const UtcTime nbf{1735689600s};
const UtcTime exp_time{1735693200s};

Key rsa_key(int bits) {
    return {EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<std::size_t>(bits)),
            EVP_PKEY_free};
}

/// PKCS#1, the form that Cloudflare gives.
std::string pem_of(EVP_PKEY* key) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_PrivateKey_traditional(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

/// Whether RS256 with this key made the third part of the token.
bool is_signed_by(EVP_PKEY* key, const std::string& token) {
    const auto dot = token.rfind('.');
    const std::string text = token.substr(0, dot);
    std::string signature = token.substr(dot + 1);
    for (char& c : signature) c = c == '-' ? '+' : c == '_' ? '/' : c;
    while (signature.size() % 4 != 0) signature += '=';
    const auto bytes = from_base64(signature);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key);
    return bytes &&
           EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(bytes->data()),
                            bytes->size(), reinterpret_cast<const unsigned char*>(text.data()),
                            text.size()) == 1;
}

TEST(PlaybackToken, SignsTheTextOfTheContract) {
    EXPECT_EQ(playback_token_text(kid, video_uid, nbf, exp_time),
              "eyJhbGciOiJSUzI1NiIsImtpZCI6IjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVmIn0."
              "eyJzdWIiOiI2YjllNjhiMDdkZmVlOGNjMmQxMTZlNGM1MWQ2YTk1NyIsImtpZCI6IjAxMjM0NTY3ODlhYmNk"
              "ZWYwMTIzNDU2Nzg5YWJjZGVmIiwiZXhwIjoxNzM1NjkzMjAwLCJuYmYiOjE3MzU2ODk2MDB9");
}

TEST(PlaybackToken, IsSignedWithTheKey) {
    const Key key = rsa_key(2048);
    const auto signing = SigningKey::parse(kid, pem_of(key.get()));
    ASSERT_TRUE(signing);
    const auto token = signing->sign(video_uid, nbf, exp_time);
    ASSERT_TRUE(token);
    EXPECT_TRUE(token->starts_with(playback_token_text(kid, video_uid, nbf, exp_time) + "."));
    EXPECT_TRUE(is_signed_by(key.get(), *token));
    EXPECT_FALSE(is_signed_by(rsa_key(2048).get(), *token));
    EXPECT_EQ(token->find_first_of("+/="), std::string::npos);
}

TEST(PlaybackToken, TheKeyComesAsPemOrAsItsBase64) {
    const Key key = rsa_key(2048);
    const std::string pem = pem_of(key.get());
    std::string broken_up = to_base64(pem) + "\n";
    broken_up.insert(64, "\r\n ");
    for (const std::string& text : {pem, to_base64(pem), broken_up}) {
        const auto signing = SigningKey::parse(kid, text);
        ASSERT_TRUE(signing) << text;
        EXPECT_TRUE(is_signed_by(key.get(), *signing->sign(video_uid, nbf, exp_time)));
    }
}

TEST(PlaybackToken, OtherKeysAreRefusedWithoutBeingTold) {
    const Key small = rsa_key(1024);
    const Key curve(EVP_EC_gen("P-256"), EVP_PKEY_free);
    const std::string pem = pem_of(rsa_key(2048).get());
    for (const std::string& text :
         {std::string(), std::string("!!"), std::string("c2VjcmV0"), pem_of(small.get()),
          pem_of(curve.get()), pem.substr(0, pem.size() / 2),
          std::string("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END")}) {
        const auto signing = SigningKey::parse(kid, text);
        ASSERT_FALSE(signing) << text;
        EXPECT_EQ(signing.error().code, ErrorCode::InvalidInput);
        if (text.size() > 5) {
            const std::string told = signing.error().message + signing.error().detail;
            EXPECT_EQ(told.find(text), std::string::npos);
        }
    }
    EXPECT_FALSE(SigningKey::parse("", pem));
    EXPECT_FALSE(SigningKey::parse("a\"b", pem));
}

TEST(PlaybackToken, LivesUpTo24HoursAndStandsForAnId) {
    const auto signing = SigningKey::parse(kid, pem_of(rsa_key(2048).get()));
    ASSERT_TRUE(signing);
    EXPECT_TRUE(signing->sign(video_uid, nbf, nbf + 24h));
    EXPECT_FALSE(signing->sign(video_uid, nbf, nbf + 24h + 1s));
    EXPECT_FALSE(signing->sign(video_uid, nbf, nbf));
    EXPECT_FALSE(signing->sign("", nbf, exp_time));
    EXPECT_FALSE(signing->sign("a\",\"exp\":9", nbf, exp_time));
}

}  // namespace
}  // namespace lsl::cloudflare
