#include "tests/fakes/cloudflare/signing.h"

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

namespace lsl::fakes {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using Digest = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string hex(const unsigned char* bytes, std::size_t size) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < size; ++i) {
        text += digits[bytes[i] >> 4];
        text += digits[bytes[i] & 15];
    }
    return text;
}

std::string base64url(std::string_view bytes) {
    std::string text = base64(bytes);
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
    text.erase(std::find(text.begin(), text.end(), '='), text.end());
    return text;
}

std::string decode_base64url(std::string text) {
    std::replace(text.begin(), text.end(), '-', '+');
    std::replace(text.begin(), text.end(), '_', '/');
    text.append((4 - text.size() % 4) % 4, '=');
    return decode_base64(std::move(text));
}

std::string text_of(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

/// A number of the key in base64url, as JWK has it.
std::string number(const EVP_PKEY* key, const char* name) {
    BIGNUM* value = nullptr;
    if (EVP_PKEY_get_bn_param(key, name, &value) != 1) return "";
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(value)), '\0');
    BN_bn2bin(value, reinterpret_cast<unsigned char*>(bytes.data()));
    BN_clear_free(value);
    return base64url(bytes);
}

}  // namespace

std::string random_hex(std::size_t characters) {
    std::vector<unsigned char> bytes((characters + 1) / 2);
    RAND_bytes(bytes.data(), static_cast<int>(bytes.size()));
    return hex(bytes.data(), bytes.size()).substr(0, characters);
}

std::string base64(std::string_view bytes) {
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes_of(bytes),
                                     static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

std::string decode_base64(std::string text) {
    if (text.empty() || text.size() % 4 != 0) return "";
    const auto padding = static_cast<std::size_t>(std::count(text.end() - 2, text.end(), '='));
    std::string bytes(text.size() / 4 * 3, '\0');
    const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), bytes_of(text),
                                     static_cast<int>(text.size()));
    if (size < 0) return "";
    bytes.resize(static_cast<std::size_t>(size) - padding);
    return bytes;
}

std::string hmac_sha256_hex(std::string_view key, std::string_view message) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> code{};
    unsigned size = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(message), message.size(),
         code.data(), &size);
    return hex(code.data(), size);
}

NewKey make_key(const std::string& id) {
    const Key key(EVP_RSA_gen(2048), EVP_PKEY_free);
    NewKey made;
    const Bio pem(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_PrivateKey_traditional(pem.get(), key.get(), nullptr, nullptr, 0, nullptr,
                                         nullptr);
    made.pem = text_of(pem.get());
    const Bio open(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_PUBKEY(open.get(), key.get());
    made.public_pem = text_of(open.get());
    made.jwk = {{"kty", "RSA"}, {"alg", "RS256"}, {"use", "sig"}, {"kid", id}};
    const std::array<std::pair<const char*, const char*>, 8> numbers{
        {{"n", OSSL_PKEY_PARAM_RSA_N},
         {"e", OSSL_PKEY_PARAM_RSA_E},
         {"d", OSSL_PKEY_PARAM_RSA_D},
         {"p", OSSL_PKEY_PARAM_RSA_FACTOR1},
         {"q", OSSL_PKEY_PARAM_RSA_FACTOR2},
         {"dp", OSSL_PKEY_PARAM_RSA_EXPONENT1},
         {"dq", OSSL_PKEY_PARAM_RSA_EXPONENT2},
         {"qi", OSSL_PKEY_PARAM_RSA_COEFFICIENT1}}};
    for (const auto& [name, parameter] : numbers) made.jwk[name] = number(key.get(), parameter);
    return made;
}

std::string sign_token(const std::string& key_id, const std::string& private_pem,
                       const nlohmann::json& claims) {
    const Bio bio(BIO_new_mem_buf(private_pem.data(), static_cast<int>(private_pem.size())),
                  BIO_free);
    const Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
    if (!key) return "";
    const std::string input = base64url(nlohmann::json{{"alg", "RS256"}, {"kid", key_id}}.dump()) +
                              "." + base64url(claims.dump());
    const Digest digest(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    std::size_t size = 0;
    if (EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1 ||
        EVP_DigestSign(digest.get(), nullptr, &size, bytes_of(input), input.size()) != 1) {
        return "";
    }
    std::string signature(size, '\0');
    if (EVP_DigestSign(digest.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                       bytes_of(input), input.size()) != 1) {
        return "";
    }
    signature.resize(size);
    return input + "." + base64url(signature);
}

ParsedToken parse_token(std::string_view token) {
    const auto first = token.find('.');
    const auto second = token.rfind('.');
    if (first == std::string_view::npos || first == second) return {};
    ParsedToken parsed;
    const auto json = [](std::string_view part) {
        auto value = nlohmann::json::parse(decode_base64url(std::string(part)), nullptr, false);
        return value.is_object() ? value : nlohmann::json();
    };
    parsed.header = json(token.substr(0, first));
    parsed.claims = json(token.substr(first + 1, second - first - 1));
    parsed.signing_input = token.substr(0, second);
    parsed.signature = decode_base64url(std::string(token.substr(second + 1)));
    return parsed;
}

bool signature_fits(const ParsedToken& token, const std::string& public_pem) {
    const Bio bio(BIO_new_mem_buf(public_pem.data(), static_cast<int>(public_pem.size())),
                  BIO_free);
    const Key key(PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
    const Digest digest(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    return key &&
           EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
           EVP_DigestVerify(digest.get(), bytes_of(token.signature), token.signature.size(),
                            bytes_of(token.signing_input), token.signing_input.size()) == 1;
}

}  // namespace lsl::fakes
