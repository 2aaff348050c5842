#pragma once

#include "server/media/bytes.h"
#include "server/media/tap.h"

namespace lsl::media {

/// Whether this packet begins a key frame, by the payload descriptor alone: VP8 (RFC 7741 4.2),
/// VP9 (RFC 9628 4.2), H264 (RFC 6184 5: parameter sets or IDR), AV1 (AV1 RTP 4.4, N bit). The
/// other packets of the frame answer false. False for audio and for anything malformed.
bool starts_key_frame(Codec codec, Bytes payload);

/// Whether an H264 packet begins a slice of type B (RFC 6184, H.264 7.3.3): browsers do not
/// reorder, so such a stream stutters for viewers.
bool h264_has_b_slice(Bytes payload);

}  // namespace lsl::media
