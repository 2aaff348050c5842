#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "server/media/packet/bytes.h"

namespace lsl::media {

// RTCP (RFC 3550 6, RFC 4585, RFC 5104, RFC 3611): reading compound packets without copies, and
// writing them.

enum RtcpType : std::uint8_t {
    kRtcpSenderReport = 200,
    kRtcpReceiverReport = 201,
    kRtcpSourceDescription = 202,
    kRtcpBye = 203,
    kRtcpTransportFeedback = 205,
    kRtcpPayloadFeedback = 206,
    kRtcpExtendedReport = 207,
};

/// One packet of a compound, including its four header bytes.
struct RtcpPacket {
    std::uint8_t type = 0;
    std::uint8_t count = 0;  ///< report count or feedback format
    Bytes bytes;

    /// SSRC of the packet's sender, 0 if it is too short to have one.
    std::uint32_t sender() const { return bytes.size() >= 8 ? load32(bytes.data() + 4) : 0; }
};

enum class RtcpVerdict : std::uint8_t { Ok, End, Malformed };

class RtcpReader {
  public:
    explicit RtcpReader(Bytes compound) : left_(compound) {}
    /// Malformed ends the walk; what came before it stands.
    RtcpVerdict next(RtcpPacket& out);

  private:
    Bytes left_;
};

struct SenderReport {
    std::uint32_t ssrc = 0;
    std::uint64_t ntp = 0;  ///< 32.32 fixed point seconds since 1900
    std::uint32_t timestamp = 0;
    std::uint32_t packets = 0;
    std::uint32_t octets = 0;
};
std::optional<SenderReport> read_sender_report(const RtcpPacket& packet);

/// RFC 3550 6.4.1.
struct ReportBlock {
    std::uint32_t ssrc = 0;
    std::uint8_t fraction_lost = 0;  ///< of 256, since the last report
    std::int32_t lost = 0;           ///< 24 bits signed
    std::uint32_t highest_sequence = 0;
    std::uint32_t jitter = 0;          ///< in timestamp units
    std::uint32_t last_sr = 0;         ///< middle 32 bits of the last SR's NTP time
    std::uint32_t delay_since_sr = 0;  ///< in 1/65536 s
};
/// Calls `visit(const ReportBlock&)` for each block of an SR or RR.
template <class Visit>
void each_report_block(const RtcpPacket& packet, Visit visit);

/// Calls `visit(std::uint16_t sequence)` for each sequence number of a generic NACK (RFC 4585
/// 6.2.1). `media_ssrc` receives the source they belong to.
template <class Visit>
bool each_nack(const RtcpPacket& packet, std::uint32_t& media_ssrc, Visit visit);

/// The source a PLI (RFC 4585 6.3.1) or the first FIR entry (RFC 5104 4.3.1) asks a key frame of.
std::optional<std::uint32_t> read_key_frame_request(const RtcpPacket& packet);

/// The body of a transport-wide feedback packet (twcc.h); empty for anything else.
Bytes transport_cc_body(const RtcpPacket& packet);

/// Receiver estimated maximum bitrate (draft-alvestrand-rmcat-remb), in bit/s.
std::optional<std::uint64_t> read_remb(const RtcpPacket& packet);

/// DLRR block of an extended report (RFC 3611 4.5): the first one that answers `ssrc`.
struct DelaySinceLastReport {
    std::uint32_t last_rr = 0;
    std::uint32_t delay = 0;  ///< in 1/65536 s
};
std::optional<DelaySinceLastReport> read_dlrr(const RtcpPacket& packet, std::uint32_t ssrc);

/// Builds a compound packet in a fixed buffer.
class RtcpWriter {
  public:
    explicit RtcpWriter(MutableBytes out) : out_(out) {}

    void sender_report(const SenderReport& report, std::span<const ReportBlock> blocks = {});
    void receiver_report(std::uint32_t ssrc, std::span<const ReportBlock> blocks);
    void cname(std::uint32_t ssrc, std::string_view name);
    void bye(std::uint32_t ssrc);
    /// `sequences` ascending; neighbours within 16 share an entry.
    void nack(std::uint32_t sender, std::uint32_t media, std::span<const std::uint16_t> sequences);
    void pli(std::uint32_t sender, std::uint32_t media);
    void fir(std::uint32_t sender, std::uint32_t media, std::uint8_t number);
    void remb(std::uint32_t sender, std::uint64_t bitrate_bps,
              std::span<const std::uint32_t> sources);
    /// Receiver reference time (RFC 3611 4.4), answered by a DLRR block.
    void reference_time(std::uint32_t sender, std::uint64_t ntp);
    void delay_since_last_report(std::uint32_t sender, std::uint32_t receiver,
                                 std::uint32_t last_rr, std::uint32_t delay);
    /// A transport-wide feedback body (twcc.h), already padded to whole words.
    void transport_cc(std::uint32_t sender, std::uint32_t media, Bytes body);

    bool ok() const { return out_.ok(); }
    std::size_t size() const { return out_.ok() ? out_.size() : 0; }
    bool empty() const { return out_.size() == 0; }

  private:
    std::size_t begin(unsigned count, unsigned type);
    void end(std::size_t start);
    void write_blocks(std::span<const ReportBlock> blocks);

    ByteWriter out_;
};

// ---------------------------------------------------------------------------------------------

ReportBlock read_report_block(const std::byte* p);

template <class Visit>
void each_report_block(const RtcpPacket& packet, Visit visit) {
    const std::size_t start = packet.type == kRtcpSenderReport     ? 28
                              : packet.type == kRtcpReceiverReport ? 8
                                                                   : packet.bytes.size();
    for (std::size_t i = 0; i < packet.count; ++i) {
        const std::size_t at = start + i * 24;
        if (packet.bytes.size() < at + 24) return;
        visit(read_report_block(packet.bytes.data() + at));
    }
}

template <class Visit>
bool each_nack(const RtcpPacket& packet, std::uint32_t& media_ssrc, Visit visit) {
    if (packet.type != kRtcpTransportFeedback || packet.count != 1) return false;
    if (packet.bytes.size() < 16) return false;
    media_ssrc = load32(packet.bytes.data() + 8);
    for (std::size_t at = 12; at + 4 <= packet.bytes.size(); at += 4) {
        const std::uint16_t first = load16(packet.bytes.data() + at);
        const unsigned following = load16(packet.bytes.data() + at + 2);
        visit(first);
        for (unsigned bit = 0; bit < 16; ++bit) {
            if ((following >> bit) & 1u) visit(static_cast<std::uint16_t>(first + bit + 1));
        }
    }
    return true;
}

}  // namespace lsl::media
