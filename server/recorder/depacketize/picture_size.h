#pragma once

#include "server/recorder/depacketize/frame.h"

namespace lsl::recorder {

/// The size a key frame (with its parameter sets) decodes to, by libavcodec's parser; zero when it
/// cannot tell. In pixels. For H264 and AV1; the others say it in plain bytes. Any thread; keeps
/// nothing.
PictureSize picture_size(media::Codec codec, ByteView key_frame);

}  // namespace lsl::recorder
