#include "server/media/sdp/sdp_writer.h"

#include "server/media/transport/ice_candidate.h"

namespace lsl::media {
namespace {

/// Chromium begins at 300 kbit/s, which for 720p means a postage stamp for many seconds, unless the
/// answer names another start; everybody else skips the parameter.
std::string parameters_of(const NegotiatedFormat& format, std::uint64_t start_kbps) {
    std::string parameters = format.parameters;
    if (start_kbps == 0 || format.codec == Codec::Opus) return parameters;
    if (!parameters.empty()) parameters += ';';
    return parameters + "x-google-start-bitrate=" + std::to_string(start_kbps);
}

}  // namespace

void write_candidates(SdpWriter& out, std::span<const Address> candidates) {
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const Address& address = candidates[i];
        out.line("a=candidate:", i + 1, " 1 udp ", host_priority(i), " ", address.ip_text(), " ",
                 address.port, " typ host");
    }
    out.line("a=end-of-candidates");
}

void write_format(SdpWriter& out, const NegotiatedFormat& format, std::uint64_t start_kbps) {
    const unsigned type = format.payload_type;
    if (format.channels > 1) {
        out.line("a=rtpmap:", type, " ", format.encoding, "/", format.clock_rate_hz, "/",
                 format.channels);
    } else {
        out.line("a=rtpmap:", type, " ", format.encoding, "/", format.clock_rate_hz);
    }
    const std::string parameters = parameters_of(format, start_kbps);
    if (!parameters.empty()) out.line("a=fmtp:", type, " ", parameters);
    if (format.transport_cc) out.line("a=rtcp-fb:", type, " transport-cc");
    if (format.remb) out.line("a=rtcp-fb:", type, " goog-remb");
    if (format.nack) out.line("a=rtcp-fb:", type, " nack");
    if (format.pli) out.line("a=rtcp-fb:", type, " nack pli");
    if (format.fir) out.line("a=rtcp-fb:", type, " ccm fir");
    if (format.rtx_payload_type) {
        const unsigned rtx = *format.rtx_payload_type;
        out.line("a=rtpmap:", rtx, " rtx/", format.clock_rate_hz);
        out.line("a=fmtp:", rtx, " apt=", type);
    }
}

std::string format_list(std::span<const NegotiatedFormat> formats) {
    std::string list;
    for (const NegotiatedFormat& format : formats) {
        list += ' ' + std::to_string(format.payload_type);
        if (format.rtx_payload_type) list += ' ' + std::to_string(*format.rtx_payload_type);
    }
    return list;
}

}  // namespace lsl::media
