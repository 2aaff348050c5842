#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "server/media/ingest/tap.h"
#include "tests/server/recorder/sample_media.h"

namespace lsl::recorder::test {

struct RtpPacket {
    std::vector<std::byte> payload;
    bool marker = false;
};

/// Cuts frames into RTP payloads as publishers do: VP8 with 15 bit picture ids (RFC 7741), VP9 in
/// flexible or non-flexible mode (RFC 9628), H264 with STAP-A for small NAL units and FU-A for
/// large ones (RFC 6184), AV1 with OBU fragments (AV1 RTP), Opus as it is (RFC 7587).
class Packetizer {
  public:
    Packetizer(media::Codec codec, std::size_t most_payload_bytes = 900)
        : codec_(codec), most_(most_payload_bytes) {}

    std::vector<RtpPacket> packets(const SampleFrame& frame);
    /// H264: leaves the parameter sets out, as if they had been sent before.
    void without_parameter_sets() { without_sets_ = true; }

  private:
    std::vector<RtpPacket> vp8(const SampleFrame& frame);
    std::vector<RtpPacket> vp9(const SampleFrame& frame);
    std::vector<RtpPacket> h264(const SampleFrame& frame);
    std::vector<RtpPacket> av1(const SampleFrame& frame);

    media::Codec codec_;
    std::size_t most_;
    std::uint16_t picture_id_ = 0x7ffe;  ///< wraps soon
    bool without_sets_ = false;
};

/// The NAL units of an Annex B stream, without start codes.
std::vector<std::vector<std::byte>> nal_units(const std::vector<std::byte>& stream);

}  // namespace lsl::recorder::test
