#pragma once

#include <filesystem>

#include "server/config/settings.h"
#include "shared/base/result.h"

namespace lsl::config {

/// Secrets that were not given (which only a loopback HOST allows) are read from the data folder,
/// or made (256 random bits) and kept there in files that only the owner can read.
/// Creates the data folder, closed to others, when there is none.
Result<void> complete_secrets(Settings& settings);

}  // namespace lsl::config
