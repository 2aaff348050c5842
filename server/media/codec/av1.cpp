#include "server/media/codec/av1.h"

#include "server/media/codec/fmtp.h"
#include "server/media/packet/bit_reader.h"
#include "server/media/sdp/sdp_lines.h"

namespace lsl::media {
namespace {

constexpr unsigned kSequenceHeader = 1;  // AV1 6.2.2, obu_type

/// The first sequence header among the elements of a packet, without its OBU header.
Bytes find_sequence_header(Bytes payload) {
    if (payload.empty()) return {};
    const Av1Aggregation aggregation = read_av1_aggregation(payload);
    if (aggregation.continues) return {};
    Bytes rest = payload.subspan(1);
    for (unsigned number = 1; !rest.empty(); ++number) {
        const auto obu = take_av1_element(aggregation, number, rest);
        if (!obu || obu->empty()) return {};
        const unsigned header = load8(obu->data());
        if (((header >> 3) & 0x0f) != kSequenceHeader) continue;
        const std::size_t header_size = (header & 0x04) != 0 ? 2 : 1;
        if (obu->size() < header_size) return {};
        Bytes body = obu->subspan(header_size);
        if ((header & 0x02) != 0 && !take_leb128(body)) return {};
        return body;
    }
    return {};
}

/// AV1 5.5.3 and 5.5.4. Returns how many bits a decoder buffer's delay has; 0 when there is no
/// model.
int skip_timing_info(BitReader& in) {
    in.skip(64);
    if (in.flag()) in.ue();
    if (!in.flag()) return 0;
    const int delay_bits = static_cast<int>(in.bits(5)) + 1;
    in.skip(32 + 5 + 5);
    return delay_bits;
}

/// AV1 5.5.1, what comes before the size of a sequence that is not reduced to a still picture.
void skip_operating_points(BitReader& in) {
    const int delay_bits = in.flag() ? skip_timing_info(in) : 0;
    const bool display_delays = in.flag();
    const std::uint32_t points = in.bits(5) + 1;
    for (std::uint32_t i = 0; i < points; ++i) {
        in.skip(12);
        constexpr std::uint32_t kLastLevelWithoutTier = 7;
        if (in.bits(5) > kLastLevelWithoutTier) in.skip(1);
        if (delay_bits > 0 && in.flag()) in.skip(2 * delay_bits + 1);
        if (display_delays && in.flag()) in.skip(4);
    }
}

}  // namespace

Av1Aggregation read_av1_aggregation(Bytes payload) {
    const unsigned head = load8(payload.data());
    return {.continues = (head & 0x80) != 0,
            .continued = (head & 0x40) != 0,
            .count = (head >> 4) & 3,
            .new_sequence = (head & 0x08) != 0};
}

std::optional<std::size_t> take_leb128(Bytes& rest) {
    std::size_t value = 0;
    for (unsigned i = 0; i < 8 && i < rest.size(); ++i) {
        const std::size_t byte = load8(rest.data() + i);
        value |= (byte & 0x7f) << (7 * i);
        if ((byte & 0x80) == 0) {
            rest = rest.subspan(i + 1);
            return value;
        }
    }
    return std::nullopt;
}

std::optional<Bytes> take_av1_element(const Av1Aggregation& aggregation, unsigned number,
                                      Bytes& rest) {
    if (aggregation.count != 0 && number > aggregation.count) return std::nullopt;
    std::size_t size = rest.size();
    if (aggregation.count == 0 || number < aggregation.count) {
        const auto length = take_leb128(rest);
        if (!length || *length > rest.size()) return std::nullopt;
        size = *length;
    }
    const Bytes element = rest.first(size);
    rest = rest.subspan(size);
    return element;
}

bool Av1Format::carries(std::string_view line) const {
    return parse_number<int>(fmtp_parameter(line, "profile").value_or("0")) == 0;
}

bool Av1Format::starts_key_frame(Bytes payload) const {
    return !payload.empty() && read_av1_aggregation(payload).new_sequence;
}

PictureSize Av1Format::key_frame_size(Bytes payload) const {
    BitReader in(find_sequence_header(payload));
    in.skip(3 + 1);
    const bool reduced = in.flag();
    if (reduced) {
        in.skip(5);
    } else {
        skip_operating_points(in);
    }
    const int width_bits = static_cast<int>(in.bits(4)) + 1;
    const int height_bits = static_cast<int>(in.bits(4)) + 1;
    const PictureSize size{static_cast<int>(in.bits(width_bits)) + 1,
                           static_cast<int>(in.bits(height_bits)) + 1};
    return in.ok() ? size : PictureSize{};
}

}  // namespace lsl::media
