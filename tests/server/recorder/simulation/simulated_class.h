#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "server/media/ingest/tap.h"
#include "tests/server/recorder/simulation/simulated_clock.h"

namespace lsl::recorder::test {

/// A packet, report or goodbye as the tap hears it, without its payload.
struct SimulatedEvent {
    enum class What : std::uint8_t { Packet, Report, Gone };

    std::int64_t arrival_us = 0;
    What what = What::Packet;
    media::TrackKind kind = media::TrackKind::Audio;
    bool key = false;
    media::Codec codec = media::Codec::Opus;
    /// H264: what decodes the pictures comes with each key frame, or came in the offer alone, which
    /// the engine hands on as a packet of its own before key frames (`is_sets`).
    bool sets_in_offer = false;
    bool is_sets = false;
    /// A key frame that the engine found no room before, and none has come before.
    bool lacks_sets = false;
    std::uint32_t source = 0;
    std::uint32_t timestamp = 0;
    std::int64_t sequence = 0;
    std::uint64_t ntp = 0;
    std::uint32_t id = 0;  ///< index into the track's moments
};

/// What a seed makes of a class: faults of clocks, gaps, a network, reports that lie. An oracle,
/// for it knows the moment at which each frame was captured.
struct SimulatedClass {
    std::string plan;                    ///< in words, for whoever looks into a failure
    std::vector<SimulatedEvent> events;  ///< in the order of arrival
    std::vector<std::int64_t> sound_us;  ///< moments of capture, by id
    std::vector<std::int64_t> pictures_us;
    bool honest_reports = false;  ///< of both tracks: sound and picture can be brought together
    /// How much longer one track's way was than the other's at most; a sender that lies about time
    /// leaves no way to know it.
    std::int64_t unequal_us = 0;
    /// What a queue in the network may pass for a clock that was set, when the class ends in it or
    /// a track pauses in it.
    std::int64_t queue_us = 0;
};

struct SimulationLimits {
    std::int64_t shortest_us = 20'000'000;
    std::int64_t longest_us = 3'600'000'000;
    bool codec_changes = true;  ///< else all pictures are VP8
};

SimulatedClass simulate_class(std::uint64_t seed, const SimulationLimits& limits);

}  // namespace lsl::recorder::test
