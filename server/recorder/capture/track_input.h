#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "server/recorder/capture/reorder_buffer.h"
#include "server/recorder/depacketize/depacketizer.h"

namespace lsl::recorder {

/// From one track's packets, as they arrive, to its frames in order. Follows the publisher through
/// new sources and codecs. Copies packets; frames are appended and the caller's. One thread; no
/// errors: what cannot be made a frame is dropped.
class TrackInput {
  public:
    explicit TrackInput(media::TrackKind kind) : kind_(kind) {}

    /// False for what came before, or from a publisher who was replaced.
    bool push(const media::TapPacket& packet, std::vector<EncodedFrame>& frames);
    /// Time has passed: gives up on packets that waited long enough.
    void advance(MonoTime now, std::vector<EncodedFrame>& frames);
    /// The publisher has gone: gives out what is held.
    void end_source(std::vector<EncodedFrame>& frames);

    bool waits_for_key_frame() const {
        return depacketizer_ && depacketizer_->waits_for_key_frame();
    }
    bool lacks_parameter_sets() const {
        return depacketizer_ && depacketizer_->lacks_parameter_sets();
    }

  private:
    void begin_source(const media::TapPacket& packet);
    void take(const ReorderBuffer::Packet& packet, std::vector<EncodedFrame>& frames);
    /// Writes into the frames from that index on what payloads do not tell.
    void label(std::vector<EncodedFrame>& frames, std::size_t from) const;

    media::TrackKind kind_;
    media::Codec codec_ = media::Codec::Opus;
    std::optional<std::uint32_t> source_;
    std::int64_t first_sequence_ = 0;  ///< that came with this source and codec
    std::uint32_t clock_rate_hz_ = 0;
    ReorderBuffer reorder_;
    std::unique_ptr<Depacketizer> depacketizer_;
};

}  // namespace lsl::recorder
