#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "server/recorder/depacketize/frame.h"
#include "server/recorder/libav.h"
#include "shared/base/result.h"

namespace lsl::recorder {

/// True when this machine's libav can write that codec.
bool can_encode(media::Codec codec);

/// InvalidInput: trying again would not help.
Error picture_not_converted(std::string detail);

/// What the pictures are made into.
struct TranscoderTarget {
    media::Codec codec = media::Codec::H264;
    std::int64_t bits_per_second = 2'000'000;  ///< at most, over a few seconds
    int frames_per_second = 30;                ///< as expected; the times decide
};

/// Pictures of one codec made into pictures of another, one at a time and on the calling thread
/// alone. What comes out has no B-frames, a key frame at least every five seconds and at each
/// change of size. Sizes stay as they are but for odd ones, and those beyond 1080p are made
/// smaller with their shape kept.
///
/// Times are microseconds. One thread. Pictures given out own their bytes.
///
/// Errors: InvalidInput when no decoder or encoder takes the pictures.
class Transcoder {
  public:
    /// `source`: codec and headers of what is to be decoded; copied.
    static Result<std::unique_ptr<Transcoder>> open(const AVCodecParameters& source,
                                                    const TranscoderTarget& target);
    virtual ~Transcoder() = default;

    /// A picture as a part holds it. A broken one is left out. What comes out belongs to this or to
    /// earlier ones.
    virtual Result<void> push(std::int64_t media_us, ByteView data) = 0;
    /// No more pictures come: gives out those that are held.
    virtual Result<void> finish() = 0;

    struct Picture {
        std::int64_t media_us = 0;
        EncodedFrame frame;  ///< kind, codec, key, data, size and setup
    };
    /// What has come out since the last call.
    virtual std::vector<Picture> take() = 0;
};

}  // namespace lsl::recorder
