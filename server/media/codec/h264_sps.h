#pragma once

#include "server/media/codec/picture_size.h"
#include "server/media/packet/bytes.h"

namespace lsl::media {

/// The size that a sequence parameter set announces (H.264 7.3.2.1.1), cropping included. `sps` is
/// the NAL unit with its header, emulation prevention bytes still in it. Zero if it cannot be read.
PictureSize h264_picture_size(Bytes sps);

}  // namespace lsl::media
