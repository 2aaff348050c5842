#pragma once

#include <string>
#include <vector>

#include "tests/server/recorder/simulation/simulated_replay.h"

namespace lsl::recorder::test {

/// What a replay shows otherwise than it was, in words; empty when all that is promised holds.
std::vector<std::string> judge(const SimulatedClass& simulated, const SimulatedReplay& replay);

}  // namespace lsl::recorder::test
