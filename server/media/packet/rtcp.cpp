#include "server/media/packet/rtcp.h"

#include <algorithm>

namespace lsl::media {
namespace {

constexpr unsigned kFormatNack = 1;
constexpr unsigned kFormatTransportCc = 15;
constexpr unsigned kFormatPli = 1;
constexpr unsigned kFormatFir = 4;
constexpr unsigned kFormatApplication = 15;
constexpr std::uint32_t kRembName = 0x52454d42;  // "REMB"
constexpr unsigned kBlockReferenceTime = 4;
constexpr unsigned kBlockDlrr = 5;

}  // namespace

RtcpVerdict RtcpReader::next(RtcpPacket& out) {
    if (left_.empty()) return RtcpVerdict::End;
    if (left_.size() < 4) return RtcpVerdict::Malformed;
    const unsigned first = load8(left_.data());
    const std::size_t size = (std::size_t{load16(left_.data() + 2)} + 1) * 4;
    if (first >> 6 != 2 || size > left_.size()) return RtcpVerdict::Malformed;
    out.type = load8(left_.data() + 1);
    out.count = static_cast<std::uint8_t>(first & 0x1f);
    out.bytes = left_.first(size);
    if ((first & 0x20) != 0) {
        const std::size_t padding = load8(&out.bytes.back());
        if (padding == 0 || padding > size - 4) return RtcpVerdict::Malformed;
        out.bytes = out.bytes.first(size - padding);
    }
    left_ = left_.subspan(size);
    return RtcpVerdict::Ok;
}

std::optional<SenderReport> read_sender_report(const RtcpPacket& packet) {
    if (packet.type != kRtcpSenderReport || packet.bytes.size() < 28) return std::nullopt;
    const std::byte* p = packet.bytes.data();
    SenderReport report;
    report.ssrc = load32(p + 4);
    report.ntp = load64(p + 8);
    report.timestamp = load32(p + 16);
    report.packets = load32(p + 20);
    report.octets = load32(p + 24);
    return report;
}

ReportBlock read_report_block(const std::byte* p) {
    ReportBlock block;
    block.ssrc = load32(p);
    block.fraction_lost = load8(p + 4);
    block.lost = static_cast<std::int32_t>(load24(p + 5) << 8) >> 8;
    block.highest_sequence = load32(p + 8);
    block.jitter = load32(p + 12);
    block.last_sr = load32(p + 16);
    block.delay_since_sr = load32(p + 20);
    return block;
}

std::optional<std::uint32_t> read_key_frame_request(const RtcpPacket& packet) {
    if (packet.type != kRtcpPayloadFeedback || packet.bytes.size() < 12) return std::nullopt;
    if (packet.count == kFormatPli) return load32(packet.bytes.data() + 8);
    if (packet.count == kFormatFir && packet.bytes.size() >= 20) {
        return load32(packet.bytes.data() + 12);
    }
    return std::nullopt;
}

Bytes transport_cc_body(const RtcpPacket& packet) {
    if (packet.type != kRtcpTransportFeedback || packet.count != kFormatTransportCc) return {};
    return packet.bytes.size() > 12 ? packet.bytes.subspan(12) : Bytes{};
}

std::optional<std::uint64_t> read_remb(const RtcpPacket& packet) {
    if (packet.type != kRtcpPayloadFeedback || packet.count != kFormatApplication) {
        return std::nullopt;
    }
    if (packet.bytes.size() < 20 || load32(packet.bytes.data() + 12) != kRembName) {
        return std::nullopt;
    }
    const std::uint32_t value = load24(packet.bytes.data() + 17);
    const unsigned exponent = value >> 18;
    const std::uint64_t mantissa = value & 0x3ffff;
    if (exponent > 45) return std::nullopt;
    return mantissa << exponent;
}

std::optional<DelaySinceLastReport> read_dlrr(const RtcpPacket& packet, std::uint32_t ssrc) {
    if (packet.type != kRtcpExtendedReport) return std::nullopt;
    std::size_t at = 8;
    while (at + 4 <= packet.bytes.size()) {
        const std::byte* block = packet.bytes.data() + at;
        const std::size_t size = 4 + std::size_t{load16(block + 2)} * 4;
        if (size > packet.bytes.size() - at) return std::nullopt;
        if (load8(block) == kBlockDlrr) {
            for (std::size_t entry = 4; entry + 12 <= size; entry += 12) {
                if (load32(block + entry) != ssrc) continue;
                return DelaySinceLastReport{load32(block + entry + 4), load32(block + entry + 8)};
            }
        }
        at += size;
    }
    return std::nullopt;
}

std::size_t RtcpWriter::begin(unsigned count, unsigned type) {
    const std::size_t start = out_.size();
    out_.u8(0x80 | count);
    out_.u8(type);
    out_.u16(0);
    return start;
}

void RtcpWriter::end(std::size_t start) {
    if (!out_.ok()) return;
    store16(out_.data() + start + 2, static_cast<unsigned>((out_.size() - start) / 4 - 1));
}

void RtcpWriter::write_blocks(std::span<const ReportBlock> blocks) {
    for (const ReportBlock& block : blocks) {
        out_.u32(block.ssrc);
        out_.u8(block.fraction_lost);
        out_.u24(static_cast<std::uint32_t>(std::clamp(block.lost, -0x800000, 0x7fffff)) &
                 0xffffff);
        out_.u32(block.highest_sequence);
        out_.u32(block.jitter);
        out_.u32(block.last_sr);
        out_.u32(block.delay_since_sr);
    }
}

void RtcpWriter::sender_report(const SenderReport& report, std::span<const ReportBlock> blocks) {
    const std::size_t start = begin(static_cast<unsigned>(blocks.size()), kRtcpSenderReport);
    out_.u32(report.ssrc);
    out_.u64(report.ntp);
    out_.u32(report.timestamp);
    out_.u32(report.packets);
    out_.u32(report.octets);
    write_blocks(blocks);
    end(start);
}

void RtcpWriter::receiver_report(std::uint32_t ssrc, std::span<const ReportBlock> blocks) {
    const std::size_t start = begin(static_cast<unsigned>(blocks.size()), kRtcpReceiverReport);
    out_.u32(ssrc);
    write_blocks(blocks);
    end(start);
}

void RtcpWriter::cname(std::uint32_t ssrc, std::string_view name) {
    name = name.substr(0, 255);
    const std::size_t start = begin(1, kRtcpSourceDescription);
    out_.u32(ssrc);
    out_.u8(1);
    out_.u8(static_cast<unsigned>(name.size()));
    out_.text(name);
    // At least one zero byte ends the chunk (RFC 3550 6.5).
    out_.zeros(4 - (name.size() + 2) % 4);
    end(start);
}

void RtcpWriter::bye(std::uint32_t ssrc) {
    const std::size_t start = begin(1, kRtcpBye);
    out_.u32(ssrc);
    end(start);
}

void RtcpWriter::nack(std::uint32_t sender, std::uint32_t media,
                      std::span<const std::uint16_t> sequences) {
    if (sequences.empty()) return;
    const std::size_t start = begin(kFormatNack, kRtcpTransportFeedback);
    out_.u32(sender);
    out_.u32(media);
    for (std::size_t i = 0; i < sequences.size();) {
        const std::uint16_t first = sequences[i++];
        unsigned following = 0;
        while (i < sequences.size()) {
            const auto step = static_cast<std::uint16_t>(sequences[i] - first);
            if (step == 0 || step > 16) break;
            following |= 1u << (step - 1);
            ++i;
        }
        out_.u16(first);
        out_.u16(following);
    }
    end(start);
}

void RtcpWriter::pli(std::uint32_t sender, std::uint32_t media) {
    const std::size_t start = begin(kFormatPli, kRtcpPayloadFeedback);
    out_.u32(sender);
    out_.u32(media);
    end(start);
}

void RtcpWriter::fir(std::uint32_t sender, std::uint32_t media, std::uint8_t number) {
    const std::size_t start = begin(kFormatFir, kRtcpPayloadFeedback);
    out_.u32(sender);
    out_.u32(0);
    out_.u32(media);
    out_.u8(number);
    out_.u24(0);
    end(start);
}

void RtcpWriter::remb(std::uint32_t sender, std::uint64_t bitrate_bps,
                      std::span<const std::uint32_t> sources) {
    unsigned exponent = 0;
    while ((bitrate_bps >> exponent) > 0x3ffff) ++exponent;
    const auto mantissa = static_cast<std::uint32_t>(bitrate_bps >> exponent);
    const std::size_t start = begin(kFormatApplication, kRtcpPayloadFeedback);
    out_.u32(sender);
    out_.u32(0);
    out_.u32(kRembName);
    out_.u8(static_cast<unsigned>(sources.size()));
    out_.u24((exponent << 18) | mantissa);
    for (std::uint32_t source : sources) out_.u32(source);
    end(start);
}

void RtcpWriter::reference_time(std::uint32_t sender, std::uint64_t ntp) {
    const std::size_t start = begin(0, kRtcpExtendedReport);
    out_.u32(sender);
    out_.u8(kBlockReferenceTime);
    out_.u8(0);
    out_.u16(2);
    out_.u64(ntp);
    end(start);
}

void RtcpWriter::delay_since_last_report(std::uint32_t sender, std::uint32_t receiver,
                                         std::uint32_t last_rr, std::uint32_t delay) {
    const std::size_t start = begin(0, kRtcpExtendedReport);
    out_.u32(sender);
    out_.u8(kBlockDlrr);
    out_.u8(0);
    out_.u16(3);
    out_.u32(receiver);
    out_.u32(last_rr);
    out_.u32(delay);
    end(start);
}

void RtcpWriter::transport_cc(std::uint32_t sender, std::uint32_t media, Bytes body) {
    const std::size_t start = begin(kFormatTransportCc, kRtcpTransportFeedback);
    out_.u32(sender);
    out_.u32(media);
    out_.bytes(body);
    end(start);
}

}  // namespace lsl::media
