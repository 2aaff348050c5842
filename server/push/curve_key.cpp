#include "server/push/curve_key.h"

#include <array>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/param_build.h>

namespace lsl::push {
namespace {

constexpr const char* curve_name = "prime256v1";
constexpr char uncompressed = 0x04;

struct FreesBuilder {
    void operator()(OSSL_PARAM_BLD* builder) const { OSSL_PARAM_BLD_free(builder); }
};
struct FreesParameters {
    void operator()(OSSL_PARAM* parameters) const { OSSL_PARAM_free(parameters); }
};
struct FreesKeyContext {
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};
struct FreesNumber {
    void operator()(BIGNUM* number) const { BN_clear_free(number); }
};
using Number = std::unique_ptr<BIGNUM, FreesNumber>;

const unsigned char* octets(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

/// Null where OpenSSL refuses: a point off the curve, say.
CurveKey imported(std::string_view point, const BIGNUM* number) {
    const std::unique_ptr<OSSL_PARAM_BLD, FreesBuilder> builder(OSSL_PARAM_BLD_new());
    if (!builder ||
        OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve_name, 0) !=
            1 ||
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                         point.size()) != 1) {
        return nullptr;
    }
    if (number != nullptr &&
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, number) != 1) {
        return nullptr;
    }
    const std::unique_ptr<OSSL_PARAM, FreesParameters> parameters(
        OSSL_PARAM_BLD_to_param(builder.get()));
    const std::unique_ptr<EVP_PKEY_CTX, FreesKeyContext> context(
        EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1) return nullptr;
    EVP_PKEY* key = nullptr;
    const int selection = number != nullptr ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
    if (EVP_PKEY_fromdata(context.get(), &key, selection, parameters.get()) != 1) return nullptr;
    return CurveKey(key);
}

}  // namespace

Result<CurveKey> new_curve_key() {
    CurveKey key(EVP_EC_gen(curve_name));
    if (!key) return internal_error("no key of P-256 could be made");
    return key;
}

Result<CurveKey> curve_key_of(std::string_view point) {
    const auto refused = [] {
        return invalid_field("keys", "This is no key of a browser's subscription.");
    };
    if (point.size() != point_octets || point.front() != uncompressed) return refused();
    CurveKey key = imported(point, nullptr);
    if (!key) return refused();
    return key;
}

Result<CurveKey> curve_key_of(std::string_view number, std::string_view point) {
    const Number value(number.size() == number_octets
                           ? BN_bin2bn(octets(number), static_cast<int>(number.size()), nullptr)
                           : nullptr);
    if (!value || point.size() != point_octets) return internal_error("a key has another length");
    CurveKey key = imported(point, value.get());
    if (!key) return internal_error("this is no key pair of P-256");
    return key;
}

Result<std::string> point_of(const CurveKey& key) {
    std::array<unsigned char, point_octets> point{};
    std::size_t size = 0;
    if (EVP_PKEY_get_octet_string_param(key.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                        point.size(), &size) != 1 ||
        size != point.size()) {
        return internal_error("a key does not tell its point");
    }
    return std::string(reinterpret_cast<const char*>(point.data()), size);
}

Result<std::string> number_of(const CurveKey& key) {
    BIGNUM* raw = nullptr;
    const bool told = EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_PRIV_KEY, &raw) == 1;
    const Number value(raw);
    std::array<unsigned char, number_octets> number{};
    if (!told || BN_bn2binpad(value.get(), number.data(), static_cast<int>(number.size())) < 0) {
        return internal_error("a key does not tell its number");
    }
    return std::string(reinterpret_cast<const char*>(number.data()), number.size());
}

}  // namespace lsl::push
