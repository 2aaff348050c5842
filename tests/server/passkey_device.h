#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <openssl/evp.h>
#include <openssl/sha.h>

namespace lsl::testing {

/// A device that keeps one passkey with a key of P-256, and does what it is told, right or wrong.
class PasskeyDevice {
  public:
    PasskeyDevice() : key_(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"), EVP_PKEY_free) {}

    std::string origin = "http://localhost:8080";
    std::string rp_id = "localhost";
    std::string credential_id = "a passkey's name";
    unsigned flags = 0x05;  ///< somebody is there and was verified
    std::uint32_t count = 1;
    bool cross_origin = false;

    std::string client_data(const std::string& type, const std::string& challenge) const {
        return R"({"type":")" + type + R"(","challenge":")" + challenge + R"(","origin":")" +
               origin + R"(","crossOrigin":)" + (cross_origin ? "true" : "false") + "}";
    }
    std::string authenticator_data(bool with_key) const {
        std::string data = sha256(rp_id);
        data += static_cast<char>(with_key ? flags | 0x40u : flags);
        for (int shift = 24; shift >= 0; shift -= 8) data += static_cast<char>(count >> shift);
        if (!with_key) return data;
        data.append(16, '\0');  // the maker
        data += '\0';
        data += static_cast<char>(credential_id.size());
        return data + credential_id + cose_key();
    }
    std::string attestation() const {
        const std::string data = authenticator_data(true);
        return std::string(
                   "\xa3\x63"
                   "fmt\x64"
                   "none\x67"
                   "attStmt\xa0\x68"
                   "authData\x58") +
               static_cast<char>(data.size()) + data;
    }
    std::string signature(const std::string& data, const std::string& client_data) const {
        const std::string text = data + sha256(client_data);
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                              EVP_MD_CTX_free);
        std::array<unsigned char, 128> bytes{};
        std::size_t size = bytes.size();
        EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get());
        EVP_DigestSign(context.get(), bytes.data(), &size,
                       reinterpret_cast<const unsigned char*>(text.data()), text.size());
        return {reinterpret_cast<const char*>(bytes.data()), size};
    }
    static std::string sha256(std::string_view text) {
        std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
        SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), hash.data());
        return {reinterpret_cast<const char*>(hash.data()), hash.size()};
    }

  private:
    std::string cose_key() const {
        unsigned char* point = nullptr;
        const std::size_t size = EVP_PKEY_get1_encoded_public_key(key_.get(), &point);
        const std::string bytes(reinterpret_cast<const char*>(point), size);
        OPENSSL_free(point);
        return "\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20" + bytes.substr(1, 32) + "\x22\x58\x20" +
               bytes.substr(33, 32);
    }

    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
};

}  // namespace lsl::testing
