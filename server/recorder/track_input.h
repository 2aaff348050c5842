#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "server/recorder/depacketizer.h"
#include "server/recorder/reorder_buffer.h"

namespace lsl::recorder {

/// From one track's packets, as they arrive, to its frames in order. Follows the publisher through
/// new sources and codecs.
class TrackInput {
  public:
    explicit TrackInput(media::TrackKind kind) : kind_(kind) {}

    void push(const media::TapPacket& packet, std::vector<EncodedFrame>& frames);
    /// Time has passed: gives up on packets that waited long enough.
    void advance(MonoTime now, std::vector<EncodedFrame>& frames);
    /// The publisher has gone: gives out what is held.
    void end_source(std::vector<EncodedFrame>& frames);

    bool waits_for_key_frame() const {
        return depacketizer_ && depacketizer_->waits_for_key_frame();
    }

  private:
    void begin_source(const media::TapPacket& packet);
    void take(const ReorderBuffer::Packet& packet, std::vector<EncodedFrame>& frames);
    /// Writes into the frames from that index on what payloads do not tell.
    void label(std::vector<EncodedFrame>& frames, std::size_t from) const;

    media::TrackKind kind_;
    media::Codec codec_ = media::Codec::Opus;
    std::optional<std::uint32_t> source_;
    std::uint32_t clock_rate_hz_ = 0;
    ReorderBuffer reorder_;
    std::unique_ptr<Depacketizer> depacketizer_;
};

}  // namespace lsl::recorder
