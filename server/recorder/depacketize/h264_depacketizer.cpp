#include <array>
#include <map>

#include "server/media/codec/h264.h"
#include "server/recorder/depacketize/picture_size.h"
#include "server/recorder/depacketize/video_depacketizer.h"

namespace lsl::recorder {

namespace {

using media::nal_type;
using media::NalType;

constexpr std::array<std::byte, 4> start_code{std::byte{0}, std::byte{0}, std::byte{0},
                                              std::byte{1}};
/// Enough for every id that H.264 allows an encoder in practice; beyond it nothing is kept.
constexpr std::size_t max_parameter_sets = 64;

void append_nal(Bytes& stream, ByteView nal) {
    stream.insert(stream.end(), start_code.begin(), start_code.end());
    stream.insert(stream.end(), nal.begin(), nal.end());
}

/// Reads the first unsigned Exp-Golomb numbers of a NAL unit (H.264, 9.1), skipping the bytes that
/// prevent start codes.
class GolombReader {
  public:
    GolombReader(ByteView nal, std::size_t first_byte) : nal_(nal), byte_(first_byte) {}

    unsigned next() {
        unsigned zeros = 0;
        while (zeros < 16 && byte_ < nal_.size() && bit() == 0) ++zeros;
        unsigned value = 1;
        for (unsigned i = 0; i < zeros; ++i) value = value << 1 | bit();
        return value - 1;
    }

  private:
    unsigned bit() {
        if (byte_ >= nal_.size()) return 0;
        const unsigned value = (std::to_integer<unsigned>(nal_[byte_]) >> (7 - bit_)) & 1u;
        if (++bit_ == 8) {
            bit_ = 0;
            zeros_in_row_ = nal_[byte_] == std::byte{0} ? zeros_in_row_ + 1 : 0;
            ++byte_;
            if (zeros_in_row_ >= 2 && byte_ < nal_.size() && nal_[byte_] == std::byte{3}) {
                ++byte_;
                zeros_in_row_ = 0;
            }
        }
        return value;
    }

    ByteView nal_;
    std::size_t byte_;
    unsigned bit_ = 0;
    int zeros_in_row_ = 0;
};

class H264Depacketizer final : public VideoDepacketizer {
  public:
    bool lacks_parameter_sets() const override { return lacks_sets_; }

  protected:
    // RFC 6184, section 5.2: modes 0 and 1. Interleaved mode (STAP-B, MTAP, FU-B) is not offered.
    Verdict add(ByteView payload) override {
        const NalType type = nal_type(payload);
        if (type == NalType::StapA) return add_aggregate(payload.subspan(1));
        if (type == NalType::FuA) return add_fragment(payload);
        constexpr unsigned last_of_a_unit = 23;
        const auto number = static_cast<unsigned>(type);
        if (number == 0 || number > last_of_a_unit || !end_fragments()) return Verdict::Damaged;
        return add_nal(payload);
    }

    bool finish_picture(EncodedFrame& frame) override {
        if (!end_fragments()) return false;
        // Parameter sets may come in packets of their own, before their picture.
        if (!has_slice_) return true;
        if (idr_) {
            lacks_sets_ = sps_.empty() || pps_.empty();
            if (lacks_sets_) return false;
            frame.setup = parameter_sets();
            // Each key frame carries its sets, so that any of them is a place to start from.
            if (!sets_in_picture_)
                picture_.insert(picture_.begin(), frame.setup.begin(), frame.setup.end());
            if (frame.setup != sized_setup_) {
                size_ = picture_size(media::Codec::H264, picture_);
                sized_setup_ = frame.setup;
            }
            // Headers that libav cannot read would spoil the file they were written to.
            if (size_ == PictureSize{}) return false;
            frame.size = size_;
        }
        frame.key = idr_;
        frame.data = std::move(picture_);
        abandon_picture();
        return true;
    }

    void abandon_picture() override {
        picture_.clear();
        fragment_.clear();
        has_slice_ = false;
        idr_ = false;
        sets_in_picture_ = false;
    }

  private:
    // RFC 6184, section 5.7.1.
    Verdict add_aggregate(ByteView rest) {
        if (!end_fragments()) return Verdict::Damaged;
        while (!rest.empty()) {
            if (rest.size() < 2) return Verdict::Damaged;
            const std::size_t size =
                std::to_integer<std::size_t>(rest[0]) << 8 | std::to_integer<std::size_t>(rest[1]);
            rest = rest.subspan(2);
            if (size == 0 || size > rest.size()) return Verdict::Damaged;
            if (add_nal(rest.first(size)) == Verdict::Damaged) return Verdict::Damaged;
            rest = rest.subspan(size);
        }
        return Verdict::Taken;
    }

    // RFC 6184, section 5.8.
    Verdict add_fragment(ByteView payload) {
        if (payload.size() < 3) return Verdict::Damaged;
        const bool start = (payload[1] & std::byte{0x80}) != std::byte{0};
        const bool end = (payload[1] & std::byte{0x40}) != std::byte{0};
        if (start != fragment_.empty()) return Verdict::Damaged;
        if (start)
            fragment_.push_back((payload[0] & std::byte{0xe0}) | (payload[1] & std::byte{0x1f}));
        const ByteView data = payload.subspan(2);
        if (fragment_.size() + data.size() > max_picture_bytes) return Verdict::Damaged;
        fragment_.insert(fragment_.end(), data.begin(), data.end());
        if (!end) return Verdict::Taken;
        const Bytes nal = std::move(fragment_);
        fragment_.clear();
        return add_nal(nal);
    }

    /// False when a fragmented NAL unit was left without its end.
    bool end_fragments() const { return fragment_.empty(); }

    Verdict add_nal(ByteView nal) {
        if (picture_.size() + nal.size() + start_code.size() > max_picture_bytes) {
            return Verdict::Damaged;
        }
        const NalType type = nal_type(nal);
        if (type == NalType::Sps && nal.size() >= 4)
            keep_set(sps_, GolombReader(nal, 4).next(), nal);
        if (type == NalType::Pps && nal.size() >= 2)
            keep_set(pps_, GolombReader(nal, 1).next(), nal);
        if (type == NalType::Sps) sets_in_picture_ = true;
        if (type >= NalType::Slice && type <= NalType::Idr) has_slice_ = true;
        if (type == NalType::Idr) idr_ = true;
        append_nal(picture_, nal);
        return Verdict::Taken;
    }

    static void keep_set(std::map<unsigned, Bytes>& sets, unsigned id, ByteView nal) {
        if (sets.size() >= max_parameter_sets && !sets.contains(id)) return;
        sets[id].assign(nal.begin(), nal.end());
    }

    Bytes parameter_sets() const {
        Bytes all;
        for (const auto& [id, nal] : sps_) append_nal(all, nal);
        for (const auto& [id, nal] : pps_) append_nal(all, nal);
        return all;
    }

    Bytes picture_;   ///< Annex B
    Bytes fragment_;  ///< NAL unit in the making
    bool has_slice_ = false;
    bool idr_ = false;
    bool sets_in_picture_ = false;
    bool lacks_sets_ = false;
    std::map<unsigned, Bytes> sps_;  ///< by id, the latest of the stream
    std::map<unsigned, Bytes> pps_;
    Bytes sized_setup_;  ///< the sets that `size_` belongs to
    PictureSize size_;
};

}  // namespace

std::unique_ptr<Depacketizer> make_h264_depacketizer() {
    return std::make_unique<H264Depacketizer>();
}

}  // namespace lsl::recorder
