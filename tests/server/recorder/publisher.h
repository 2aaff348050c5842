#pragma once

#include <cstdint>
#include <random>
#include <variant>
#include <vector>

#include "server/media/ingest/tap.h"
#include "tests/server/recorder/rtp_packets.h"

namespace lsl::recorder::test {

/// What a tap hears of a publisher over a network that loses, delays and reorders by a seed.
struct PublisherOptions {
    std::uint32_t source = 1;
    double starts_s = 0;  ///< on the server's clock
    media::Codec video_codec = media::Codec::Vp8;
    std::uint64_t seed = 1;
    double loss = 0;  ///< of packets that no retransmission brings back
    double late = 0;  ///< share of packets that a retransmission brings 120 ms late
    double jitter_ms = 0;
    double audio_delay_ms = 20;  ///< of the network, one way
    double video_delay_ms = 20;
    bool sender_reports = true;
    double first_audio_report_s = 0.5;
    double first_video_report_s = 0.5;
    double audio_clock_ppm = 0;            ///< how much the sender's sound card is fast
    std::int64_t first_sequence = 65'530;  ///< extended: just before the 16 bits wrap
    std::uint32_t first_timestamp = 0xffff'f000;
    bool parameter_sets = true;  ///< H264
};

struct HeardPacket {
    media::TapPacket head;
    std::vector<std::byte> payload;
};
using Heard = std::variant<HeardPacket, media::TapSenderReport, MonoTime>;  ///< MonoTime: gone

/// In order of arrival.
std::vector<Heard> publish(const PublisherOptions& options, const SampleTrack& video,
                           const SampleTrack& audio, bool says_goodbye = true);

MonoTime arrival_of(const Heard& heard);
void tell(media::MediaTap& tap, const Heard& heard);
/// Tells what arrives before `until_s` on the server's clock.
void tell_all(media::MediaTap& tap, const std::vector<Heard>& heard, double until_s = 1e9);

/// The server's clock begins here.
inline constexpr MonoTime server_start{5'000'000'000};

}  // namespace lsl::recorder::test
