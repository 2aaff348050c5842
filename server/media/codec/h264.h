#pragma once

#include <optional>
#include <utility>

#include "server/media/codec/payload_format.h"

namespace lsl::media {

/// Types of H264 NAL units: ITU-T H.264 table 7-1, and RFC 6184 5.2 for what RTP adds.
enum class NalType : unsigned { Slice = 1, Idr = 5, Sps = 7, Pps = 8, StapA = 24, FuA = 28 };

/// `bytes` begins with a NAL unit header, or with the like of an RTP payload.
inline NalType nal_type(Bytes bytes) { return static_cast<NalType>(load8(bytes.data()) & 0x1f); }

/// A piece of a NAL unit in a packet.
struct NalPiece {
    NalType type;
    bool starts;  ///< the unit's first byte behind its header is in this packet
    Bytes unit;   ///< with its header where it is whole; of a fragment what follows the FU header
    bool whole;
};

/// Visits the NAL units, or the fragment of one, in a packet of the modes 0 and 1: a single unit
/// (RFC 6184 5.6), an aggregate (5.7.1) or a fragment (5.8). Stops at what is malformed.
template <class Visit>
void each_nal(Bytes payload, Visit visit) {
    if (payload.empty()) return;
    const NalType type = nal_type(payload);
    if (type == NalType::FuA) {
        if (payload.size() < 2) return;
        const unsigned header = load8(payload.data() + 1);
        const auto inner = static_cast<NalType>(header & 0x1f);
        return visit(NalPiece{inner, (header & 0x80) != 0, payload.subspan(2), false});
    }
    if (type != NalType::StapA) return visit(NalPiece{type, true, payload, true});
    for (std::size_t next = 1; next + 3 <= payload.size();) {
        const std::size_t size = load16(payload.data() + next);
        if (size == 0 || size > payload.size() - next - 2) return;
        const Bytes unit = payload.subspan(next + 2, size);
        visit(NalPiece{nal_type(unit), true, unit, true});
        next += 2 + size;
    }
}

class H264Format final : public PayloadFormat {
  public:
    H264Format() : PayloadFormat(Codec::H264, TrackKind::Video, 90'000) {}
    bool carries(std::string_view line) const override;
    std::vector<std::string> wanted_variants() const override;
    /// The same profile first, then constrained baseline, then any; a receiver of mode 0 cannot
    /// take fragments, one of mode 1 takes both.
    int fit(std::string_view receiver, std::string_view sent) const override;
    bool starts_key_frame(Bytes payload) const override;
    PictureSize key_frame_size(Bytes payload) const override;
    bool starts_b_frame(Bytes payload) const override;
    std::unique_ptr<DecoderSetup> decoder_setup(std::string_view line) const override;
};

}  // namespace lsl::media
