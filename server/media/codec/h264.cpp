#include "server/media/codec/h264.h"

#include <array>

#include "server/media/codec/fmtp.h"
#include "server/media/codec/h264_parameter_sets.h"
#include "server/media/codec/h264_sps.h"
#include "server/media/packet/bit_reader.h"
#include "server/media/sdp/sdp_lines.h"

namespace lsl::media {
namespace {

/// RFC 6184 8.1.
struct H264Variant {
    int packetization_mode = 0;
    std::uint32_t profile_level_id = 0;
};

std::optional<H264Variant> read_variant(std::string_view line) {
    const auto mode = parse_number<int>(fmtp_parameter(line, "packetization-mode").value_or("0"));
    const auto profile = parse_number<std::uint32_t>(
        fmtp_parameter(line, "profile-level-id").value_or("42000a"), 16);
    if (!mode || *mode < 0 || *mode > 1 || !profile) return std::nullopt;
    return H264Variant{*mode, *profile};
}

/// A slice of type B (H.264 7.3.3): slice_type is the second number.
bool is_b_slice(Bytes slice) {
    BitReader in(slice);
    in.ue();
    const std::uint32_t type = in.ue();
    return in.ok() && type % 5 == 1;
}

}  // namespace

bool H264Format::carries(std::string_view line) const { return read_variant(line).has_value(); }

// Each profile stands alone: some servers compare them letter by letter.
std::vector<std::string> H264Format::wanted_variants() const {
    struct Wanted {
        std::string_view profile_level_id;
        char packetization_mode;
    };
    constexpr std::array<Wanted, 7> kWanted{{{"42e01f", '1'},
                                             {"42001f", '1'},
                                             {"4d001f", '1'},
                                             {"64001f", '1'},
                                             {"640c1f", '1'},
                                             {"42e01f", '0'},
                                             {"42001f", '0'}}};
    std::vector<std::string> lines;
    for (const Wanted& wanted : kWanted) {
        lines.push_back(std::string("level-asymmetry-allowed=1;packetization-mode=") +
                        wanted.packetization_mode +
                        ";profile-level-id=" + std::string(wanted.profile_level_id));
    }
    return lines;
}

int H264Format::fit(std::string_view receiver, std::string_view sent) const {
    constexpr std::uint32_t kConstrainedBaseline = 0x42e0;
    const auto ours = read_variant(sent);
    const auto theirs = read_variant(receiver);
    if (!ours || !theirs || theirs->packetization_mode < ours->packetization_mode) return 0;
    const std::uint32_t wanted = ours->profile_level_id >> 8;
    const std::uint32_t profile = theirs->profile_level_id >> 8;
    if (profile == wanted) return 4;
    if (profile >> 8 == wanted >> 8) return 3;  // the same profile_idc with other constraint flags
    return profile == kConstrainedBaseline ? 2 : 1;
}

bool H264Format::starts_key_frame(Bytes payload) const {
    bool starts = false;
    each_nal(payload, [&](const NalPiece& nal) {
        const bool key = nal.type == NalType::Idr || nal.type == NalType::Sps;
        starts = starts || (key && nal.starts);
    });
    return starts;
}

PictureSize H264Format::key_frame_size(Bytes payload) const {
    PictureSize size;
    each_nal(payload, [&](const NalPiece& nal) {
        if (nal.type == NalType::Sps && nal.whole && size == PictureSize{}) {
            size = h264_picture_size(nal.unit);
        }
    });
    return size;
}

bool H264Format::starts_b_frame(Bytes payload) const {
    bool found = false;
    each_nal(payload, [&](const NalPiece& nal) {
        if (nal.type != NalType::Slice || !nal.starts) return;
        found = found || is_b_slice(nal.whole ? nal.unit.subspan(1) : nal.unit);
    });
    return found;
}

std::unique_ptr<DecoderSetup> H264Format::decoder_setup(std::string_view line) const {
    return std::make_unique<H264ParameterSets>(line);
}

}  // namespace lsl::media
