#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "server/recorder/finish/transcoder.h"

extern "C" {
#include <libavutil/frame.h>
}

namespace lsl::recorder {

struct FreeFrame {
    void operator()(AVFrame* frame) const { av_frame_free(&frame); }
};
using FramePtr = std::unique_ptr<AVFrame, FreeFrame>;

/// One run of an encoder: pictures of one size, in the order of their showing, times in
/// microseconds. Owns the encoder; appends to `pictures`, which are the caller's. One thread, on
/// which the encoder works. InvalidInput when it refuses.
class PictureEncoder {
  public:
    /// `like` tells size and colours; its format must be 4:2:0 of 8 bits, its sides even.
    static Result<PictureEncoder> open(const TranscoderTarget& target, const AVFrame& like);

    Result<void> push(std::int64_t media_us, AVFrame& frame,
                      std::vector<Transcoder::Picture>& pictures);
    Result<void> finish(std::vector<Transcoder::Picture>& pictures);
    bool takes(const AVFrame& frame) const {
        return frame.width == context_->width && frame.height == context_->height;
    }

  private:
    PictureEncoder(media::Codec codec, CodecContextPtr context)
        : codec_(codec), context_(std::move(context)) {}
    Result<void> receive(std::vector<Transcoder::Picture>& pictures);

    media::Codec codec_;
    CodecContextPtr context_;
    PacketPtr packet_{av_packet_alloc()};
    /// The encoder counts frames, so that its rate control sees an even pace; here are their times,
    /// in the order of the count. Without B-frames that is the order in which they come out.
    std::deque<std::int64_t> times_us_;
    std::int64_t pushed_ = 0;
    std::int64_t next_key_us_ = 0;
};

}  // namespace lsl::recorder
