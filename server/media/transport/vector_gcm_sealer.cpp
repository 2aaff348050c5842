// Compiled where libipsec-mb is there; no_vector_gcm_sealer.cpp elsewhere (CMakeLists.txt).
#include "server/media/transport/vector_gcm_sealer.h"

#include <intel-ipsec-mb.h>
#include <openssl/crypto.h>

#include <optional>

namespace lsl::media {
namespace {

/// The library's functions for this processor. They keep nothing but what they are given, so
/// threads share them.
struct VectorGcm {
    aes_gcm_pre_t expand;
    aes_gcm_enc_dec_t seal;
    aes_gcm_init_t begin;
    aes_gcm_enc_dec_update_t update;
    aes_gcm_enc_dec_finalize_t finish;
};

/// Its manager (200 KB, with queues for what is of no use here) is needed only to choose them. What
/// the library has for narrower registers saves too little to be tested and looked after.
std::optional<VectorGcm> find_vector_gcm() {
    constexpr std::uint64_t wanted = IMB_CPUFLAGS_AVX512_T2 | IMB_FEATURE_SELF_TEST_PASS;
    const std::unique_ptr<IMB_MGR, decltype(&free_mb_mgr)> library(alloc_mb_mgr(0), &free_mb_mgr);
    if (!library) return std::nullopt;
    IMB_ARCH chosen = IMB_ARCH_NONE;
    init_mb_mgr_auto(library.get(), &chosen);
    const bool usable = imb_get_errno(library.get()) == 0 && chosen == IMB_ARCH_AVX512 &&
                        (library->features & wanted) == wanted;
    if (!usable) return std::nullopt;
    return VectorGcm{library->gcm128_pre, library->gcm128_enc, library->gcm128_init,
                     library->gcm128_enc_update, library->gcm128_enc_finalize};
}

const std::optional<VectorGcm>& vector_gcm() {
    static const std::optional<VectorGcm> found = find_vector_gcm();
    return found;
}

class VectorGcmSealer final : public GcmSealer {
  public:
    VectorGcmSealer(const VectorGcm& gcm, Key key) : gcm_(gcm) { gcm_.expand(key.data(), &key_); }
    ~VectorGcmSealer() override { OPENSSL_cleanse(&key_, sizeof key_); }

    std::size_t seal(std::byte* packet, std::size_t header_size, const Iv& iv, Bytes prefix,
                     Bytes payload) override {
        std::byte* const body = packet + header_size;
        std::byte* const behind_prefix = body + prefix.size();
        std::byte* const tag = behind_prefix + payload.size();
        // It takes no null, not even for nothing.
        const std::byte* const from = payload.empty() ? body : payload.data();
        gcm_context_data context;
        if (prefix.empty()) {
            gcm_.seal(&key_, &context, as_uchar(body), as_uchar(from), payload.size(),
                      as_uchar(iv.data()), as_uchar(packet), header_size, as_uchar(tag), kTag);
        } else {
            gcm_.begin(&key_, &context, as_uchar(iv.data()), as_uchar(packet), header_size);
            gcm_.update(&key_, &context, as_uchar(body), as_uchar(prefix.data()), prefix.size());
            gcm_.update(&key_, &context, as_uchar(behind_prefix), as_uchar(from), payload.size());
            gcm_.finish(&key_, &context, as_uchar(tag), kTag);
        }
        return static_cast<std::size_t>(tag - packet) + kTag;
    }

  private:
    const VectorGcm& gcm_;
    // As the library's own structures are, whose header says so only to its own build.
    alignas(64) gcm_key_data key_{};
};

}  // namespace

bool has_vector_gcm() { return vector_gcm().has_value(); }

std::unique_ptr<GcmSealer> make_vector_gcm_sealer(GcmSealer::Key key) {
    if (!vector_gcm()) return nullptr;
    return std::make_unique<VectorGcmSealer>(*vector_gcm(), key);
}

}  // namespace lsl::media
