#pragma once

#include <string>
#include <vector>

#include "server/config/settings.h"

namespace lsl::config {

/// What is allowed and yet seldom meant, a sentence each, for whoever starts the server.
std::vector<std::string> warnings_about(const Settings& settings);

}  // namespace lsl::config
