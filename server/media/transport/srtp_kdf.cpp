#include "server/media/transport/srtp_kdf.h"

#include <memory>

#include <openssl/evp.h>

namespace lsl::media {

void derive_srtp_key(SrtpProfile profile, const SrtpMaster& master, SrtpLabel label,
                     MutableBytes out) {
    // x = label at byte 7 XOR salt, then the block counter in the last two bytes.
    std::array<std::byte, 16> iv{};
    const std::size_t salt_size = profile == SrtpProfile::AeadAes128Gcm ? 12 : 14;
    std::memcpy(iv.data(), master.salt.data(), salt_size);
    iv[7] ^= static_cast<std::byte>(label);

    std::memset(out.data(), 0, out.size());
    std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> cipher(EVP_CIPHER_CTX_new(),
                                                                           &EVP_CIPHER_CTX_free);
    int written = 0;
    EVP_EncryptInit_ex(cipher.get(), EVP_aes_128_ctr(), nullptr, as_uchar(master.key.data()),
                       as_uchar(iv.data()));
    EVP_EncryptUpdate(cipher.get(), as_uchar(out.data()), &written, as_uchar(out.data()),
                      static_cast<int>(out.size()));
}

}  // namespace lsl::media
