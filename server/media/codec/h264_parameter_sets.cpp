#include "server/media/codec/h264_parameter_sets.h"

#include <algorithm>

#include "server/media/codec/fmtp.h"
#include "server/media/codec/h264.h"
#include "server/media/packet/bit_reader.h"

namespace lsl::media {
namespace {

std::optional<unsigned> sextet(char letter) {
    if (letter >= 'A' && letter <= 'Z') return static_cast<unsigned>(letter - 'A');
    if (letter >= 'a' && letter <= 'z') return static_cast<unsigned>(letter - 'a' + 26);
    if (letter >= '0' && letter <= '9') return static_cast<unsigned>(letter - '0' + 52);
    if (letter == '+') return 62u;
    if (letter == '/') return 63u;
    return std::nullopt;
}

/// Base64 (RFC 4648 4); nothing when a letter does not belong.
std::optional<std::vector<std::byte>> decode(std::string_view text) {
    while (!text.empty() && text.back() == '=') text.remove_suffix(1);
    std::vector<std::byte> bytes;
    unsigned bits = 0;
    int count = 0;
    for (const char letter : text) {
        const auto value = sextet(letter);
        if (!value) return std::nullopt;
        bits = (bits << 6 | *value) & 0xffff;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        bytes.push_back(static_cast<std::byte>(bits >> count & 0xff));
    }
    return bytes;
}

/// Behind its header, and behind profile and level of an SPS.
std::optional<std::uint32_t> set_id(Bytes unit) {
    const std::size_t before = nal_type(unit) == NalType::Sps ? 4 : 1;
    if (unit.size() <= before) return std::nullopt;
    BitReader in(unit.subspan(before));
    const std::uint32_t id = in.ue();
    // 7.4.2.1.1 and 7.4.2.2 allow 32 and 256.
    return in.ok() && id < 256 ? std::optional(id) : std::nullopt;
}

std::size_t bytes_of(const std::map<std::uint32_t, std::vector<std::byte>>& sets) {
    std::size_t bytes = 0;
    for (const auto& [id, unit] : sets) bytes += 2 + unit.size();
    return bytes;
}

}  // namespace

H264ParameterSets::H264ParameterSets(std::string_view line) {
    std::string_view rest = fmtp_parameter(line, "sprop-parameter-sets").value_or("");
    while (!rest.empty()) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        const auto unit = decode(rest.substr(0, comma));
        rest.remove_prefix(std::min(comma + 1, rest.size()));
        if (unit && !unit->empty()) keep(*unit);
    }
    packet_ = packet();
}

/// True when it is a parameter set that says something new.
bool H264ParameterSets::keep(Bytes unit) {
    const NalType type = nal_type(unit);
    if (type != NalType::Sps && type != NalType::Pps) return false;
    const auto id = set_id(unit);
    if (!id) return false;
    auto& sets = type == NalType::Sps ? sps_ : pps_;
    const auto known = sets.find(*id);
    if (known != sets.end() &&
        std::equal(unit.begin(), unit.end(), known->second.begin(), known->second.end())) {
        return false;
    }
    const std::size_t replaced = known != sets.end() ? 2 + known->second.size() : 0;
    const std::size_t total = 1 + bytes_of(sps_) + bytes_of(pps_) - replaced + 2 + unit.size();
    if (total > kMostBytes) return false;
    sets[*id].assign(unit.begin(), unit.end());
    return true;
}

Bytes H264ParameterSets::missing_before(Bytes payload, std::uint32_t timestamp) {
    bool has_sets = false;
    bool of_key_frame = false;
    bool changed = false;
    each_nal(payload, [&](const NalPiece& nal) {
        of_key_frame = of_key_frame || nal.type == NalType::Idr;
        has_sets = has_sets || nal.type == NalType::Sps;
        if (nal.whole) changed = keep(nal.unit) || changed;
    });
    if (changed) packet_ = packet();
    if (has_sets) complete_ = timestamp;
    if (!of_key_frame || complete_ == timestamp) return {};
    complete_ = timestamp;
    return packet_;
}

std::vector<std::byte> H264ParameterSets::packet() const {
    if (sps_.empty() || pps_.empty()) return {};
    // F and NRI as high as they go, type 24.
    std::vector<std::byte> made{std::byte{0x78}};
    for (const auto* sets : {&sps_, &pps_}) {
        for (const auto& [id, unit] : *sets) {
            made.push_back(static_cast<std::byte>(unit.size() >> 8));
            made.push_back(static_cast<std::byte>(unit.size() & 0xff));
            made.insert(made.end(), unit.begin(), unit.end());
        }
    }
    return made;
}

}  // namespace lsl::media
