#include "server/media/codec/vp8.h"
#include "server/recorder/depacketize/video_depacketizer.h"

namespace lsl::recorder {

namespace {

class Vp8Depacketizer final : public VideoDepacketizer {
  protected:
    Verdict add(ByteView payload) override {
        const auto descriptor = media::read_vp8_descriptor(payload);
        if (!descriptor) return Verdict::Damaged;
        if (descriptor->starts_frame() != picture_.empty()) return Verdict::Damaged;
        const ByteView data = payload.subspan(descriptor->size);
        if (picture_.size() + data.size() > max_picture_bytes) return Verdict::Damaged;
        picture_.insert(picture_.end(), data.begin(), data.end());
        return Verdict::Taken;
    }

    bool finish_picture(EncodedFrame& frame) override {
        if (picture_.size() < 3) return false;
        const media::Vp8FrameHeader header = media::read_vp8_frame_header(picture_);
        frame.key = header.key;
        if (frame.key) {
            frame.size = {header.size.width, header.size.height};
            if (frame.size.width == 0 || frame.size.height == 0) return false;
        }
        frame.data = std::move(picture_);
        picture_.clear();
        return true;
    }

    void abandon_picture() override { picture_.clear(); }

  private:
    Bytes picture_;
};

}  // namespace

std::unique_ptr<Depacketizer> make_vp8_depacketizer() {
    return std::make_unique<Vp8Depacketizer>();
}

}  // namespace lsl::recorder
