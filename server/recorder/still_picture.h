#pragma once

#include "server/recorder/depacketize/frame.h"
#include "shared/base/result.h"

namespace lsl::recorder {

/// A key frame as a JPEG of at most that width, its shape kept, never made larger. Decodes on the
/// calling thread: some ten milliseconds for a usual picture. InvalidInput when libav cannot decode
/// it or has no encoder for JPEG.
Result<Bytes> still_picture(const EncodedFrame& key, int most_width);

}  // namespace lsl::recorder
