#pragma once

#include <array>
#include <memory>
#include <span>

#include "server/media/packet/bytes.h"

namespace lsl::media {

/// AES-128-GCM under one key, for RTP that leaves: the one thing that is done for every packet of
/// every viewer. Each packet is sealed by itself, so its index is used up when this returns.
class GcmSealer {
  public:
    static constexpr std::size_t kTag = 16;
    using Key = std::span<const std::byte, 16>;
    using Iv = std::array<std::byte, 12>;

    GcmSealer() = default;
    virtual ~GcmSealer() = default;
    GcmSealer(const GcmSealer&) = delete;
    GcmSealer& operator=(const GcmSealer&) = delete;

    /// `packet` begins with a written header of `header_size` bytes, which is authenticated;
    /// `prefix` and `payload` are encrypted behind it, followed by the tag. Returns the packet's
    /// length. The caller gives no IV twice with other bytes (RFC 7714 8.1).
    virtual std::size_t seal(std::byte* packet, std::size_t header_size, const Iv& iv, Bytes prefix,
                             Bytes payload) = 0;
};

/// The fastest that this machine has (vector_gcm_sealer.h).
std::unique_ptr<GcmSealer> make_gcm_sealer(GcmSealer::Key key);
/// Finds out which one that is, once: some milliseconds, for which no first viewer should wait.
void choose_gcm_sealer();
/// OpenSSL's, which every machine has.
std::unique_ptr<GcmSealer> make_openssl_gcm_sealer(GcmSealer::Key key);

}  // namespace lsl::media
