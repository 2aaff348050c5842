#include <optional>

#include "server/media/codec/av1.h"
#include "server/media/packet/bit_reader.h"
#include "server/recorder/depacketize/picture_size.h"
#include "server/recorder/depacketize/video_depacketizer.h"

namespace lsl::recorder {

namespace {

// AV1 bitstream specification, section 6.2.2.
enum ObuType : unsigned {
    SequenceHeader = 1,
    TemporalDelimiter = 2,
    FrameHeader = 3,
    Frame = 6,
    TileList = 8,
    Padding = 15,
};

unsigned obu_type(ByteView obu) { return (std::to_integer<unsigned>(obu[0]) >> 3) & 0x0f; }

void append_leb128(Bytes& bytes, std::size_t value) {
    do {
        std::size_t byte = value & 0x7f;
        value >>= 7;
        if (value != 0) byte |= 0x80;
        bytes.push_back(static_cast<std::byte>(byte));
    } while (value != 0);
}

class Av1Depacketizer final : public VideoDepacketizer {
  protected:
    // RTP Payload Format For AV1, section 4.4: an aggregation header, then OBU elements.
    Verdict add(ByteView payload) override {
        const media::Av1Aggregation aggregation = media::read_av1_aggregation(payload);
        ByteView rest = payload.subspan(1);
        if (aggregation.continues != in_fragment_) return Verdict::Damaged;
        for (unsigned number = 1; !rest.empty(); ++number) {
            const auto taken = media::take_av1_element(aggregation, number, rest);
            if (!taken) return Verdict::Damaged;
            const ByteView element = *taken;
            if (obu_.size() + element.size() + picture_.size() > max_picture_bytes) {
                return Verdict::Damaged;
            }
            obu_.insert(obu_.end(), element.begin(), element.end());
            in_fragment_ = rest.empty() && aggregation.continued;
            if (!in_fragment_ && !end_obu()) return Verdict::Damaged;
        }
        return Verdict::Taken;
    }

    bool finish_picture(EncodedFrame& frame) override {
        if (in_fragment_) return false;
        if (!has_frame_) {
            abandon_picture();
            return true;
        }
        if (key_) {
            if (sequence_header_.empty()) return false;
            frame.setup = sequence_header_;
            if (!sequence_in_picture_) {
                picture_.insert(picture_.begin(), sequence_header_.begin(), sequence_header_.end());
            }
            if (frame.setup != sized_setup_) {
                size_ = picture_size(media::Codec::Av1, picture_);
                sized_setup_ = frame.setup;
            }
            // Headers that libav cannot read would spoil the file they were written to.
            if (size_ == PictureSize{}) return false;
            frame.size = size_;
        }
        frame.key = key_;
        frame.data = std::move(picture_);
        abandon_picture();
        return true;
    }

    void abandon_picture() override {
        picture_.clear();
        obu_.clear();
        in_fragment_ = false;
        has_frame_ = false;
        key_ = false;
        sequence_in_picture_ = false;
    }

  private:
    /// Moves the complete OBU into the picture, with the size field that files need (RTP leaves
    /// it out).
    bool end_obu() {
        const Bytes obu = std::move(obu_);
        obu_.clear();
        if (obu.empty()) return true;
        const auto head = std::to_integer<unsigned>(obu[0]);
        const bool extension = (head & 0x04) != 0;
        const bool sized = (head & 0x02) != 0;
        ByteView payload = ByteView(obu).subspan(1);
        if (extension) {
            if (payload.empty()) return false;
            payload = payload.subspan(1);
        }
        if (sized) {
            const auto size = media::take_leb128(payload);
            if (!size || *size > payload.size()) return false;
            payload = payload.first(*size);
        }
        const unsigned type = obu_type(obu);
        if (type == TemporalDelimiter || type == TileList || type == Padding) return true;
        Bytes written;
        written.push_back(static_cast<std::byte>(head | 0x02));
        if (extension) written.push_back(obu[1]);
        append_leb128(written, payload.size());
        written.insert(written.end(), payload.begin(), payload.end());
        if (type == SequenceHeader) {
            sequence_header_ = written;
            sequence_in_picture_ = true;
        }
        if (type == Frame || type == FrameHeader) note_frame(payload);
        picture_.insert(picture_.end(), written.begin(), written.end());
        return true;
    }

    // AV1, section 5.9.2: show_existing_frame, then frame_type. Only the first frame of a temporal
    // unit decides: spatial layers above a key frame are predicted from it.
    void note_frame(ByteView payload) {
        if (has_frame_) return;
        has_frame_ = true;
        media::BitReader in(payload);
        const bool shows_existing = in.flag();
        constexpr unsigned key_frame = 0;
        key_ = !shows_existing && in.bits(2) == key_frame && in.ok();
    }

    Bytes picture_;  ///< temporal unit in the making, OBUs with sizes
    Bytes obu_;      ///< OBU in the making, as it came
    bool in_fragment_ = false;
    bool has_frame_ = false;
    bool key_ = false;
    bool sequence_in_picture_ = false;
    Bytes sequence_header_;  ///< the latest of the stream
    Bytes sized_setup_;
    PictureSize size_;
};

}  // namespace

std::unique_ptr<Depacketizer> make_av1_depacketizer() {
    return std::make_unique<Av1Depacketizer>();
}

}  // namespace lsl::recorder
