#include <optional>

#include "server/recorder/video_depacketizer.h"

namespace lsl::recorder {

namespace {

struct Vp8Descriptor {
    bool starts_partition = false;
    unsigned partition = 0;
    std::size_t bytes = 0;
};

// RFC 7741, section 4.2.
std::optional<Vp8Descriptor> read_descriptor(ByteView payload) {
    const auto at = [&](std::size_t i) { return std::to_integer<unsigned>(payload[i]); };
    if (payload.empty()) return std::nullopt;
    Vp8Descriptor descriptor;
    descriptor.starts_partition = (at(0) & 0x10) != 0;
    descriptor.partition = at(0) & 0x07;
    std::size_t next = 1;
    if ((at(0) & 0x80) != 0) {  // X
        if (payload.size() <= next) return std::nullopt;
        const unsigned extensions = at(next++);
        if ((extensions & 0x80) != 0) {  // I: a picture id of 7 or 15 bits
            if (payload.size() <= next) return std::nullopt;
            next += (at(next) & 0x80) != 0 ? 2 : 1;
        }
        if ((extensions & 0x40) != 0) ++next;  // L
        if ((extensions & 0x30) != 0) ++next;  // T or K
    }
    if (payload.size() <= next) return std::nullopt;
    descriptor.bytes = next;
    return descriptor;
}

class Vp8Depacketizer final : public VideoDepacketizer {
  protected:
    Verdict add(ByteView payload) override {
        const auto descriptor = read_descriptor(payload);
        if (!descriptor) return Verdict::Damaged;
        const bool begins = descriptor->starts_partition && descriptor->partition == 0;
        if (begins != picture_.empty()) return Verdict::Damaged;
        const ByteView data = payload.subspan(descriptor->bytes);
        if (picture_.size() + data.size() > max_picture_bytes) return Verdict::Damaged;
        picture_.insert(picture_.end(), data.begin(), data.end());
        return Verdict::Taken;
    }

    // RFC 6386, section 9.1: three bytes of frame tag; key frames go on with a start code and the
    // size, 14 bits each, below two bits of scaling.
    bool finish_picture(EncodedFrame& frame) override {
        const auto at = [&](std::size_t i) { return std::to_integer<unsigned>(picture_[i]); };
        if (picture_.size() < 3) return false;
        frame.key = (at(0) & 0x01) == 0;
        if (frame.key) {
            if (picture_.size() < 10) return false;
            if (at(3) != 0x9d || at(4) != 0x01 || at(5) != 0x2a) return false;
            frame.size.width = static_cast<int>((at(6) | at(7) << 8) & 0x3fff);
            frame.size.height = static_cast<int>((at(8) | at(9) << 8) & 0x3fff);
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
