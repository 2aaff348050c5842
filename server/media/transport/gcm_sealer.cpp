#include "server/media/transport/gcm_sealer.h"

#include <openssl/evp.h>

#include <utility>

#include "server/media/transport/vector_gcm_sealer.h"

namespace lsl::media {
namespace {

class OpensslGcmSealer final : public GcmSealer {
  public:
    explicit OpensslGcmSealer(Key key) : cipher_(EVP_CIPHER_CTX_new()) {
        EVP_EncryptInit_ex(cipher_.get(), EVP_aes_128_gcm(), nullptr, as_uchar(key.data()),
                           nullptr);
    }

    std::size_t seal(std::byte* packet, std::size_t header_size, const Iv& iv, Bytes prefix,
                     Bytes payload) override {
        EVP_CIPHER_CTX* cipher = cipher_.get();
        int written = 0;
        EVP_EncryptInit_ex(cipher, nullptr, nullptr, nullptr, as_uchar(iv.data()));
        EVP_EncryptUpdate(cipher, nullptr, &written, as_uchar(packet),
                          static_cast<int>(header_size));
        std::byte* at = packet + header_size;
        for (const Bytes part : {prefix, payload}) {
            if (part.empty()) continue;
            EVP_EncryptUpdate(cipher, as_uchar(at), &written, as_uchar(part.data()),
                              static_cast<int>(part.size()));
            at += part.size();
        }
        EVP_EncryptFinal_ex(cipher, as_uchar(at), &written);
        EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, kTag, at);
        return static_cast<std::size_t>(at - packet) + kTag;
    }

  private:
    struct Free {
        void operator()(EVP_CIPHER_CTX* cipher) const { EVP_CIPHER_CTX_free(cipher); }
    };
    std::unique_ptr<EVP_CIPHER_CTX, Free> cipher_;
};

}  // namespace

std::unique_ptr<GcmSealer> make_openssl_gcm_sealer(GcmSealer::Key key) {
    return std::make_unique<OpensslGcmSealer>(key);
}

std::unique_ptr<GcmSealer> make_gcm_sealer(GcmSealer::Key key) {
    auto vector = make_vector_gcm_sealer(key);
    return vector ? std::move(vector) : make_openssl_gcm_sealer(key);
}

void choose_gcm_sealer() { has_vector_gcm(); }

}  // namespace lsl::media
