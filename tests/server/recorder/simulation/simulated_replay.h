#pragma once

#include <cstdint>
#include <vector>

#include "tests/server/recorder/simulation/simulated_class.h"

namespace lsl::recorder::test {

/// Where a replay shows or plays what was captured.
struct Placed {
    std::uint32_t id = 0;  ///< as in SimulatedEvent
    std::int64_t time_us = 0;
};

struct SimulatedReplay {
    std::vector<Placed> sound;  ///< in the order of the file
    std::vector<Placed> pictures;
    std::int64_t lasts_us = 0;
    std::int64_t sound_received = 0;  ///< packets, each once
};

/// Sends a class the way of a recording: reorder buffer, depacketizers, times in the parts,
/// journal, alignment, order, and the laying of the sound, all as in production; but the parts, the
/// journal and the replay stay in memory.
SimulatedReplay record_in_memory(const SimulatedClass& simulated);

/// The payload that carries an id.
std::vector<std::byte> simulated_payload(const SimulatedEvent& event);
/// The id that a frame carries; nothing when it is silence or no frame of ours.
std::int64_t simulated_id(std::span<const std::byte> frame);

}  // namespace lsl::recorder::test
