// Compiled where libipsec-mb is there.
#include "tests/bench/crypto_batches.h"

#include <intel-ipsec-mb.h>

#include <vector>

#include "server/media/transport/vector_gcm_sealer.h"

namespace lsl::bench {
namespace {

class IpsecMbBatches final : public BatchSealer {
  public:
    explicit IpsecMbBatches(std::span<const KeyBytes> keys)
        : library_(alloc_mb_mgr(0), &free_mb_mgr), keys_(keys.size()) {
        init_mb_mgr_auto(library_.get(), nullptr);
        for (std::size_t i = 0; i < keys.size(); ++i) {
            IMB_AES128_GCM_PRE(library_.get(), keys[i].data(), &keys_[i].expanded);
        }
    }

    bool seal(std::span<const PacketToSeal> packets) override {
        const auto count = static_cast<std::uint32_t>(packets.size());
        IMB_JOB* jobs[kMost];
        // Fewer than asked for where the ring of jobs ends; the rest begins at its start.
        std::uint32_t got = IMB_GET_NEXT_BURST(library_.get(), count, jobs);
        if (got < count) {
            IMB_FLUSH_BURST(library_.get(), count, jobs);
            got = IMB_GET_NEXT_BURST(library_.get(), count, jobs);
        }
        if (got < count) return false;
        for (std::uint32_t i = 0; i < count; ++i) fill(*jobs[i], packets[i]);
        return IMB_SUBMIT_BURST(library_.get(), count, jobs) == count;
    }

  private:
    struct alignas(64) Key {
        gcm_key_data expanded{};
    };

    void fill(IMB_JOB& job, const PacketToSeal& packet) const {
        const Key& key = keys_[packet.key];
        auto* const body = media::as_uchar(packet.packet + packet.header_size);
        job.cipher_mode = IMB_CIPHER_GCM;
        job.hash_alg = IMB_AUTH_AES_GMAC;
        job.chain_order = IMB_ORDER_CIPHER_HASH;
        job.cipher_direction = IMB_DIR_ENCRYPT;
        job.enc_keys = job.dec_keys = &key.expanded;
        job.key_len_in_bytes = 16;
        job.src = media::as_uchar(packet.payload.data());
        job.dst = body;
        job.cipher_start_src_offset_in_bytes = 0;
        job.hash_start_src_offset_in_bytes = 0;
        job.msg_len_to_cipher_in_bytes = packet.payload.size();
        job.msg_len_to_hash_in_bytes = packet.payload.size();
        job.iv = media::as_uchar(packet.iv.data());
        job.iv_len_in_bytes = packet.iv.size();
        job.u.GCM.aad = packet.packet;
        job.u.GCM.aad_len_in_bytes = packet.header_size;
        job.auth_tag_output = body + packet.payload.size();
        job.auth_tag_output_len_in_bytes = media::GcmSealer::kTag;
    }

    std::unique_ptr<IMB_MGR, decltype(&free_mb_mgr)> library_;
    std::vector<Key> keys_;
};

}  // namespace

std::unique_ptr<BatchSealer> make_batch_sealer(std::span<const KeyBytes> keys) {
    if (!media::has_vector_gcm()) return nullptr;
    return std::make_unique<IpsecMbBatches>(keys);
}

}  // namespace lsl::bench
