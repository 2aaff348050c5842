#pragma once

#include <memory>
#include <vector>

#include "server/recorder/depacketize/frame.h"

namespace lsl::recorder {

/// A packet that left the reorder buffer: in sequence, each once.
struct RtpPayload {
    std::uint32_t timestamp = 0;
    bool marker = false;
    bool after_gap = false;  ///< packets before this one are lost for good
    MonoTime arrival;
    ByteView data;  ///< may be empty: padding to probe the bandwidth
};

/// Puts frames together from the RTP payloads of one source. Never fails: what does not parse is
/// dropped, and after a drop video waits for its next key frame, since frames between would show
/// a broken picture. Fields of a frame that the payload does not tell (kind, source, clock rate)
/// are the caller's. Keeps copies of payloads; frames own their bytes. One thread.
class Depacketizer {
  public:
    virtual ~Depacketizer() = default;
    /// Appends the frames that became complete.
    virtual void push(const RtpPayload& payload, std::vector<EncodedFrame>& frames) = 0;
    /// The source has ended: what is pending is all that comes.
    virtual void flush(std::vector<EncodedFrame>& frames) = 0;
    /// True while video frames are thrown away for want of a key frame.
    virtual bool waits_for_key_frame() const = 0;
    /// True while key frames come that cannot be decoded for want of H264 parameter sets.
    virtual bool lacks_parameter_sets() const { return false; }
};

std::unique_ptr<Depacketizer> make_depacketizer(media::Codec codec);

}  // namespace lsl::recorder
