#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "server/media/ingest/tap.h"

namespace lsl::recorder::test {

/// An encoded frame as its encoder gave it out, in decoding order.
struct SampleFrame {
    std::int64_t shown_us = 0;
    bool key = false;
    std::vector<std::byte> data;  ///< H264: Annex B; AV1: temporal unit with sizes
};
using SampleTrack = std::vector<SampleFrame>;

struct VideoSample {
    media::Codec codec = media::Codec::Vp8;
    double seconds = 4;
    int width = 160;
    int height = 120;
    int key_every = 30;  ///< frames
    int b_frames = 0;    ///< H264
};
constexpr int sample_frames_per_second = 30;

/// The clapper board: at every whole second from the first on the picture turns white and a tone
/// sounds, both for a tenth of a second; dark and silent otherwise (a grey bar moves through the
/// dark, so that frames differ).
SampleTrack encode_video(const VideoSample& sample);
/// Opus, 20 ms a packet.
SampleTrack encode_audio(double seconds);

/// The track over and over; it must begin with a key frame.
SampleTrack repeat(const SampleTrack& track, int times, std::int64_t length_us);
/// The frames from that time on, as they are.
SampleTrack from(const SampleTrack& track, double begin_s);
/// Both, the second later by that much.
SampleTrack join(SampleTrack first, const SampleTrack& second, std::int64_t later_us);

}  // namespace lsl::recorder::test
