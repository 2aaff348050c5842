#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

#include "server/recorder/depacketize/frame.h"
#include "server/recorder/libav.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::recorder {

/// Reads a part back, also one that a crash cut short. Owns what it opened. One thread at a time;
/// many readers may read one part, also while it is being written. `open` fails with Internal.
class PartReader {
  public:
    struct Packet {
        media::TrackKind kind = media::TrackKind::Audio;
        std::int64_t media_us = 0;  ///< as PartWriter was told, to the millisecond
        bool key = false;
        ByteView data;  ///< valid until the next call
    };

    static Result<PartReader> open(const std::filesystem::path& path);

    /// Nothing at the end, or where the file stops making sense.
    std::optional<Packet> next();

    /// Null when the part has no video. Owned by the reader.
    const AVCodecParameters* video() const;
    std::optional<UtcTime> capture_start() const;

  private:
    explicit PartReader(InputPtr input) : input_(std::move(input)) {}

    InputPtr input_;
    PacketPtr packet_{av_packet_alloc()};
};

}  // namespace lsl::recorder
