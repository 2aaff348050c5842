#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace lsl::fakes {

std::string random_hex(std::size_t characters);
std::string base64(std::string_view bytes);
/// Empty when it is not base64.
std::string decode_base64(std::string text);
std::string hmac_sha256_hex(std::string_view key, std::string_view message);

/// A new RSA key as section 8 describes it; `pem` and `jwk` not yet in base64.
struct NewKey {
    std::string pem;  ///< PKCS#1
    nlohmann::json jwk;
    std::string public_pem;
};
NewKey make_key(const std::string& id);

/// RS256 over header and claims; empty when the key cannot be read.
std::string sign_token(const std::string& key_id, const std::string& private_pem,
                       const nlohmann::json& claims);

struct ParsedToken {
    nlohmann::json header;
    nlohmann::json claims;
    std::string signing_input;
    std::string signature;
};
/// Nothing but form: three parts, JSON in the first two. Both null when it is no token.
ParsedToken parse_token(std::string_view token);
bool signature_fits(const ParsedToken& token, const std::string& public_pem);

}  // namespace lsl::fakes
