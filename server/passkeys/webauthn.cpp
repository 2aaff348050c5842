#include "server/passkeys/webauthn.h"

#include <array>
#include <cstddef>
#include <limits>
#include <memory>
#include <utility>

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#include <openssl/evp.h>
#include <sodium.h>

#include "server/passkeys/attestation.h"
#include "shared/wire/json/json.h"

namespace lsl::passkeys {
namespace {

constexpr std::size_t longest_client_data = 4096;
constexpr std::size_t longest_authenticator_data = 900;  // libfido2 hashes no more at a time
constexpr std::size_t longest_signature = 1024;
constexpr std::size_t longest_credential_id = 1023;
constexpr std::size_t hash_size = crypto_hash_sha256_BYTES;

// WebAuthn 6.1: the hash of the host, flags, a count of four bytes.
constexpr std::size_t least_authenticator_data = hash_size + 5;
constexpr unsigned user_present = 0x01, user_verified = 0x04;
constexpr unsigned may_be_backed_up = 0x08, is_backed_up = 0x10, has_key = 0x40;

struct Said {
    std::string type, challenge, origin;
    bool crossOrigin = false;
};

void describe(wire::Archive& a, Said& said) {
    a.field("type", said.type);
    a.field("challenge", said.challenge);
    a.field("origin", said.origin);
    a.extra("crossOrigin", said.crossOrigin);
}

Error not_valid(std::string why) {
    return make_error(ErrorCode::InvalidInput, "passkey_not_valid",
                      "This passkey was not accepted. Try it once more.")
        .with_detail("passkey: " + std::move(why));
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string text_of(const unsigned char* bytes, std::size_t size) {
    return bytes == nullptr ? std::string()
                            : std::string(reinterpret_cast<const char*>(bytes), size);
}

std::string sha256_of(std::string_view text) {
    std::string hash(hash_size, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()), bytes_of(text), text.size());
    return hash;
}

/// What stands before key and extensions: for this site, with the person there.
Result<void> check_authenticator_data(std::string_view data, const Site& site) {
    if (data.size() < least_authenticator_data || data.size() > longest_authenticator_data) {
        return not_valid("authenticator data of " + std::to_string(data.size()) + " bytes");
    }
    if (data.substr(0, hash_size) != sha256_of(site.rp_id)) return not_valid("another host's");
    const auto flags = static_cast<unsigned char>(data[hash_size]);
    if ((flags & user_present) == 0) return not_valid("nobody was there");
    if ((flags & user_verified) == 0) return not_valid("nobody was verified");
    if ((flags & is_backed_up) != 0 && (flags & may_be_backed_up) == 0) {
        return not_valid("a copy of what has none");
    }
    return {};
}

struct FreeCredential {
    void operator()(fido_cred_t* one) const { fido_cred_free(&one); }
};
struct FreeAssertion {
    void operator()(fido_assert_t* one) const { fido_assert_free(&one); }
};
struct FreeEs256 {
    void operator()(es256_pk_t* one) const { es256_pk_free(&one); }
};
struct FreeRs256 {
    void operator()(rs256_pk_t* one) const { rs256_pk_free(&one); }
};
struct FreeEdDsa {
    void operator()(eddsa_pk_t* one) const { eddsa_pk_free(&one); }
};
struct FreeKey {
    void operator()(EVP_PKEY* one) const { EVP_PKEY_free(one); }
};
using Credential = std::unique_ptr<fido_cred_t, FreeCredential>;
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

/// Calls `use(key)` with libfido2's form of the key; false when it is none, such as a point that is
/// not on its curve or an RSA key that anybody could sign for.
template <class Use>
bool with_key(const PublicKey& key, const Use& use) {
    const char* bytes = key.bytes.data();
    const std::size_t size = key.bytes.size();
    if (key.algorithm == es256) {
        const std::unique_ptr<es256_pk_t, FreeEs256> made(es256_pk_new());
        if (!made || size != 64 || es256_pk_from_ptr(made.get(), bytes, size) != FIDO_OK) {
            return false;
        }
        return Key(es256_pk_to_EVP_PKEY(made.get())) != nullptr && use(made.get());
    }
    if (key.algorithm == ed25519) {
        const std::unique_ptr<eddsa_pk_t, FreeEdDsa> made(eddsa_pk_new());
        if (!made || size != 32 || eddsa_pk_from_ptr(made.get(), bytes, size) != FIDO_OK) {
            return false;
        }
        return Key(eddsa_pk_to_EVP_PKEY(made.get())) != nullptr && use(made.get());
    }
    if (key.algorithm != rs256 || !key.bytes.ends_with(std::string_view("\x01\x00\x01", 3))) {
        return false;
    }
    const std::unique_ptr<rs256_pk_t, FreeRs256> made(rs256_pk_new());
    if (!made || size != 259 || rs256_pk_from_ptr(made.get(), bytes, size) != FIDO_OK) return false;
    return Key(rs256_pk_to_EVP_PKEY(made.get())) != nullptr && use(made.get());
}

/// Null when the data hold no key of this algorithm.
Credential read_credential(std::string_view data, std::int64_t algorithm) {
    Credential credential(fido_cred_new());
    if (!credential ||
        fido_cred_set_type(credential.get(), static_cast<int>(algorithm)) != FIDO_OK ||
        fido_cred_set_authdata_raw(credential.get(), bytes_of(data), data.size()) != FIDO_OK) {
        return nullptr;
    }
    return credential;
}

}  // namespace

Result<ClientData> read_client_data(std::string_view json, Ceremony ceremony, const Site& site) {
    if (json.size() > longest_client_data) return not_valid("the client's data are too long");
    const auto said = wire::from_json<Said>(json);
    if (!said) return not_valid("the client's data are not JSON of that form");
    const bool create = ceremony == Ceremony::Create;
    if (said->type != (create ? "webauthn.create" : "webauthn.get")) {
        return not_valid("made for something else");
    }
    if (said->origin != site.origin) return not_valid("made on another site");
    if (said->crossOrigin) return not_valid("made in a frame of another site");
    return ClientData{said->challenge, sha256_of(json)};
}

Result<NewPasskey> check_new(const Site& site, const ClientData&,
                             std::string_view attestation_object) {
    const auto data = authenticator_data_of(attestation_object);
    if (!data) return not_valid("no attestation object");
    LSL_TRY(check_authenticator_data(*data, site));
    if ((static_cast<unsigned char>((*data)[hash_size]) & has_key) == 0) {
        return not_valid("there is no key");
    }
    fido_init(0);
    for (const std::int64_t algorithm : {es256, ed25519, rs256}) {
        const Credential credential = read_credential(*data, algorithm);
        if (!credential) continue;
        NewPasskey made;
        made.credential_id =
            text_of(fido_cred_id_ptr(credential.get()), fido_cred_id_len(credential.get()));
        made.key = {algorithm, text_of(fido_cred_pubkey_ptr(credential.get()),
                                       fido_cred_pubkey_len(credential.get()))};
        made.sign_count = fido_cred_sigcount(credential.get());
        if (made.credential_id.empty() || made.credential_id.size() > longest_credential_id) {
            return not_valid("a name of a wrong length");
        }
        if (!with_key(made.key, [](const auto*) { return true; })) {
            return not_valid("its key is none");
        }
        return made;
    }
    return not_valid("no key of an algorithm that was offered");
}

Result<std::int64_t> check_assertion(const Site& site, const ClientData& client,
                                     const PublicKey& key, const Assertion& assertion) {
    const std::string_view data = assertion.authenticator_data;
    LSL_TRY(check_authenticator_data(data, site));
    if (assertion.signature.empty() || assertion.signature.size() > longest_signature) {
        return not_valid("a signature of a wrong length");
    }
    fido_init(0);
    const std::unique_ptr<fido_assert_t, FreeAssertion> checked(fido_assert_new());
    fido_assert_t* const one = checked.get();
    const bool read =
        one != nullptr && fido_assert_set_count(one, 1) == FIDO_OK &&
        fido_assert_set_rp(one, site.rp_id.c_str()) == FIDO_OK &&
        fido_assert_set_up(one, FIDO_OPT_TRUE) == FIDO_OK &&
        fido_assert_set_uv(one, FIDO_OPT_TRUE) == FIDO_OK &&
        fido_assert_set_clientdata_hash(one, bytes_of(client.hash), client.hash.size()) ==
            FIDO_OK &&
        fido_assert_set_authdata_raw(one, 0, bytes_of(data), data.size()) == FIDO_OK &&
        fido_assert_set_sig(one, 0, bytes_of(assertion.signature), assertion.signature.size()) ==
            FIDO_OK;
    if (!read) return not_valid("the authenticator's data are of no known form");
    const bool right = with_key(key, [&](const auto* made) {
        return fido_assert_verify(one, 0, static_cast<int>(key.algorithm), made) == FIDO_OK;
    });
    if (!right) return not_valid("the signature is not right");
    return std::int64_t{fido_assert_sigcount(one, 0)};
}

}  // namespace lsl::passkeys
