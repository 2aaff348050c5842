#include <optional>

#include "server/media/codec/vp9.h"
#include "server/media/packet/bit_reader.h"
#include "server/recorder/depacketize/video_depacketizer.h"

namespace lsl::recorder {

namespace {

struct Vp9Header {
    bool key = false;
    PictureSize size;
};

// VP9 bitstream specification, section 6.2: uncompressed header, up to the size.
std::optional<Vp9Header> read_header(ByteView frame) {
    media::BitReader in(frame);
    if (in.bits(2) != 2) return std::nullopt;
    const unsigned profile = in.bits(1) | in.bits(1) << 1;
    if (profile == 3) in.skip(1);
    Vp9Header header;
    if (in.flag()) return in.ok() ? std::optional(header) : std::nullopt;  // shows an old frame
    header.key = !in.flag();
    in.skip(2);  // show_frame, error_resilient_mode
    if (header.key) {
        if (in.bits(24) != 0x498342) return std::nullopt;
        if (profile >= 2) in.skip(1);
        const unsigned color_space = in.bits(3);
        constexpr unsigned rgb = 7;
        if (color_space != rgb) {
            in.skip(1);
            if (profile == 1 || profile == 3) in.skip(3);
        } else if (profile == 1 || profile == 3) {
            in.skip(1);
        }
        header.size.width = static_cast<int>(in.bits(16)) + 1;
        header.size.height = static_cast<int>(in.bits(16)) + 1;
    }
    if (!in.ok()) return std::nullopt;
    return header;
}

class Vp9Depacketizer final : public VideoDepacketizer {
  protected:
    Verdict add(ByteView payload) override {
        const auto descriptor = media::read_vp9_descriptor(payload);
        if (!descriptor || descriptor->size >= payload.size()) return Verdict::Damaged;
        if (descriptor->starts_layer == in_layer_) return Verdict::Damaged;
        const ByteView data = payload.subspan(descriptor->size);
        if (picture_.size() + data.size() > max_picture_bytes) return Verdict::Damaged;
        if (descriptor->starts_layer) layer_starts_.push_back(picture_.size());
        picture_.insert(picture_.end(), data.begin(), data.end());
        in_layer_ = !descriptor->ends_layer;
        return layer_starts_.size() <= 8 ? Verdict::Taken : Verdict::Damaged;
    }

    bool finish_picture(EncodedFrame& frame) override {
        if (in_layer_ || layer_starts_.empty()) return false;
        // The size of the highest layer is what a viewer sees; a key picture begins with a key
        // frame.
        const auto first = read_header(picture_);
        const auto last = read_header(ByteView(picture_).subspan(layer_starts_.back()));
        if (!first || !last) return false;
        frame.key = first->key;
        frame.size = last->size.width > 0 ? last->size : first->size;
        if (layer_starts_.size() > 1) append_superframe_index();
        frame.data = std::move(picture_);
        abandon_picture();
        return true;
    }

    void abandon_picture() override {
        picture_.clear();
        layer_starts_.clear();
        in_layer_ = false;
    }

  private:
    // VP9 bitstream specification, annex B: spatial layers of one picture travel as one
    // superframe, which a decoder splits by this index.
    void append_superframe_index() {
        std::vector<std::size_t> sizes;
        for (std::size_t i = 0; i < layer_starts_.size(); ++i) {
            const std::size_t end =
                i + 1 < layer_starts_.size() ? layer_starts_[i + 1] : picture_.size();
            sizes.push_back(end - layer_starts_[i]);
        }
        const auto marker =
            static_cast<std::byte>(0xc0u | 3u << 3 | (static_cast<unsigned>(sizes.size()) - 1));
        picture_.push_back(marker);
        for (const std::size_t size : sizes) {
            for (unsigned shift = 0; shift < 32; shift += 8) {
                picture_.push_back(static_cast<std::byte>((size >> shift) & 0xff));
            }
        }
        picture_.push_back(marker);
    }

    Bytes picture_;
    std::vector<std::size_t> layer_starts_;
    bool in_layer_ = false;
};

}  // namespace

std::unique_ptr<Depacketizer> make_vp9_depacketizer() {
    return std::make_unique<Vp9Depacketizer>();
}

}  // namespace lsl::recorder
