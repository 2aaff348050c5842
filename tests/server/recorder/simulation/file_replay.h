#pragma once

#include <filesystem>
#include <optional>

#include "server/recorder/finish/replay_check.h"
#include "tests/server/recorder/simulation/simulated_replay.h"

namespace lsl::recorder::test {

struct FileReplay {
    SimulatedReplay replay;  ///< as read back from the file
    ReplayFigures figures;   ///< as the recorder tells them
};

/// Sends a class through the whole recorder, to the disk and back. Nothing when no replay came of
/// it.
std::optional<FileReplay> record_to_disk(const SimulatedClass& simulated,
                                         const std::filesystem::path& folder);

}  // namespace lsl::recorder::test
