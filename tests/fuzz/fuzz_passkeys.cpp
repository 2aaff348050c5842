// What a browser hands over about a passkey, from a stranger: client data, an attestation object,
// authenticator data and a signature. Whatever is accepted is for our site, and no bytes that
// nobody signed sign in.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "server/passkeys/attestation.h"
#include "server/passkeys/webauthn.h"

namespace {

using namespace lsl;

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const passkeys::Site site{"http://localhost:8080", "localhost"};
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    const std::size_t end = std::min(rest.find('\0'), rest.size());
    const std::string_view json = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));

    const auto read = passkeys::read_client_data(json, passkeys::Ceremony::Create, site);
    if (read) require(json.find("localhost") != json.npos || json.find('\\') != json.npos);
    const passkeys::ClientData client =
        read ? *read : passkeys::ClientData{"abc", std::string(32, '\0')};
    if (const auto part = passkeys::authenticator_data_of(rest)) require(part->size() <= size);
    if (const auto made = passkeys::check_new(site, client, rest)) {
        require(!made->credential_id.empty() && made->credential_id.size() <= 1023);
        const auto signed_in = passkeys::check_assertion(
            site, client, made->key, {rest.substr(0, std::min<std::size_t>(rest.size(), 37)), "x"});
        require(!signed_in);
    }
    // The generator of P-256 as somebody's key: its secret is 1, which the inputs do not sign by.
    static const passkeys::PublicKey key{
        passkeys::es256,
        std::string("\x6b\x17\xd1\xf2\xe1\x2c\x42\x47\xf8\xbc\xe6\xe5\x63\xa4\x40\xf2"
                    "\x77\x03\x7d\x81\x2d\xeb\x33\xa0\xf4\xa1\x39\x45\xd8\x98\xc2\x96"
                    "\x4f\xe3\x42\xe2\xfe\x1a\x7f\x9b\x8e\xe7\xeb\x4a\x7c\x0f\x9e\x16"
                    "\x2b\xce\x33\x57\x6b\x31\x5e\xce\xcb\xb6\x40\x68\x37\xbf\x51\xf5",
                    64)};
    const std::string_view signed_part = rest.substr(0, std::min<std::size_t>(rest.size(), 37));
    static_cast<void>(passkeys::check_assertion(site, client, key,
                                                {signed_part, rest.substr(signed_part.size())}));
    return 0;
}
