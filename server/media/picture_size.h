#pragma once

#include "server/media/bytes.h"
#include "server/media/tap.h"

namespace lsl::media {

/// In pixels; zero when it is not known.
struct PictureSize {
    int width = 0;
    int height = 0;

    std::int64_t pixels() const { return std::int64_t{width} * height; }
    bool operator==(const PictureSize&) const = default;
};

/// The size that the payload which starts a key frame announces (payload.h, `starts_key_frame`).
/// Of AV1 that of the sequence header. Zero for what cannot be read.
PictureSize key_frame_size(Codec codec, Bytes payload);

}  // namespace lsl::media
