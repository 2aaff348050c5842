#include "server/recorder/depacketize/depacketizer.h"

#include "server/recorder/depacketize/opus.h"
#include "server/recorder/depacketize/video_depacketizer.h"

namespace lsl::recorder {

std::unique_ptr<Depacketizer> make_depacketizer(media::Codec codec) {
    switch (codec) {
        case media::Codec::Opus: return make_opus_depacketizer();
        case media::Codec::Vp8: return make_vp8_depacketizer();
        case media::Codec::Vp9: return make_vp9_depacketizer();
        case media::Codec::H264: return make_h264_depacketizer();
        case media::Codec::Av1: return make_av1_depacketizer();
    }
    return nullptr;
}

}  // namespace lsl::recorder
