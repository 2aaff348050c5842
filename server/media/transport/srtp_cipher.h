#pragma once

#include <memory>

#include "server/media/packet/bytes.h"
#include "server/media/transport/gcm_sealer.h"
#include "server/media/transport/srtp_keys.h"

struct evp_cipher_ctx_st;
struct evp_mac_ctx_st;

namespace lsl::media {

/// The session keys of one direction of one peer, with the AES key schedules kept. Packet formats
/// only: whoever calls knows the packet index and keeps replayed and repeated indices out.
/// Encryption is out of place, so that many viewers read one shared payload.
class SrtpCipher {
  public:
    enum class Direction : std::uint8_t { Seal, Open };

    SrtpCipher(SrtpProfile profile, const SrtpMaster& master, Direction direction);
    ~SrtpCipher();
    SrtpCipher(SrtpCipher&&) noexcept;
    SrtpCipher& operator=(SrtpCipher&&) noexcept;

    /// Bytes that sealing adds: to an RTP packet, to an RTCP packet.
    std::size_t rtp_overhead() const { return gcm_ ? GcmSealer::kTag : 10; }
    std::size_t rtcp_overhead() const { return rtp_overhead() + 4; }

    /// `packet` begins with a written header of `header_size` bytes; `prefix` and `payload` are
    /// encrypted behind it, followed by the tag. Returns the packet's length. `packet` must have
    /// room for all of it.
    std::size_t seal_rtp(std::byte* packet, std::size_t header_size, std::uint32_t ssrc,
                         std::uint64_t index, Bytes prefix, Bytes payload);
    /// Decrypts in place. Returns the length without the tag, or 0 for a packet that is not
    /// authentic (which may then hold garbage after its header).
    std::size_t open_rtp(MutableBytes packet, std::size_t header_size, std::uint32_t ssrc,
                         std::uint64_t index);

    /// In place; `packet` has `rtcp_overhead()` bytes of room behind `size`.
    std::size_t seal_rtcp(std::byte* packet, std::size_t size, std::uint32_t index);
    /// The index of a protected RTCP packet. False if it is too short to be one.
    bool rtcp_index(Bytes packet, std::uint32_t& index) const;
    std::size_t open_rtcp(MutableBytes packet, std::uint32_t index);

  private:
    struct FreeCipher {
        void operator()(evp_cipher_ctx_st* context) const;
    };
    struct FreeMac {
        void operator()(evp_mac_ctx_st* context) const;
    };
    /// AES key schedule, salt and (CM only) HMAC key of RTP or of RTCP.
    struct Keys {
        std::unique_ptr<evp_cipher_ctx_st, FreeCipher> cipher;  ///< null where there is a sealer
        std::unique_ptr<GcmSealer> sealer;                      ///< GCM: of RTP that is sealed
        std::unique_ptr<evp_mac_ctx_st, FreeMac> mac;
        std::array<std::byte, 14> salt{};
    };

    Keys make_keys(const SrtpMaster& master, bool rtcp, Direction direction) const;
    static std::array<std::byte, 12> gcm_iv(const Keys& keys, std::uint32_t ssrc,
                                            std::uint64_t index);
    static std::array<std::byte, 16> cm_iv(const Keys& keys, std::uint32_t ssrc,
                                           std::uint64_t index);
    static void start_cm(Keys& keys, std::uint32_t ssrc, std::uint64_t index);
    static std::array<std::byte, 20> mac_of(Keys& keys, Bytes packet, Bytes suffix);

    bool gcm_;
    Keys rtp_;
    Keys rtcp_;
};

}  // namespace lsl::media
