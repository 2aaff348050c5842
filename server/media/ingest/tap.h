#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "server/media/codec/codec.h"
#include "shared/base/time.h"

namespace lsl::media {

/// One packet of a publisher after SRTP authentication, RTX unwrapping and duplicate removal,
/// in order of arrival (so possibly out of order). Valid during the call only.
struct TapPacket {
    TrackKind kind;
    Codec codec;
    std::uint32_t source;     ///< counts up when a publisher (re)connects or changes SSRC
    std::int64_t sequence;    ///< extended sequence number (RFC 3711 3.3.1), per source
    std::uint32_t timestamp;  ///< RTP timestamp as sent by the publisher
    std::uint32_t clock_rate_hz;
    bool marker;
    std::span<const std::byte> payload;  ///< after padding removal
    MonoTime arrival;
};

/// A sender report of the publisher (RFC 3550 6.4.1): ties RTP time to the sender's clock.
struct TapSenderReport {
    TrackKind kind;
    std::uint32_t source;
    std::uint64_t ntp;  ///< 32.32 fixed point seconds since 1900
    std::uint32_t timestamp;
    MonoTime arrival;
};

/// Something that listens to a room's publisher, such as the recorder. Called on the media
/// thread: an implementation copies what it keeps, never blocks and never throws.
class MediaTap {
  public:
    virtual ~MediaTap() = default;
    virtual void on_packet(const TapPacket& packet) = 0;
    virtual void on_sender_report(const TapSenderReport& report) = 0;
    virtual void on_publisher_gone(MonoTime now) = 0;
    /// Asked a few times a second while packets flow: true when the tap needs a key frame of the
    /// publisher now. Asking takes the request; the engine throttles it like a viewer's.
    virtual bool take_key_frame_request() { return false; }
    /// The video codec that it holds pictures of already and would like to stay with. The only
    /// member that other threads may call.
    virtual std::optional<Codec> video_codec() const { return std::nullopt; }
};

}  // namespace lsl::media
