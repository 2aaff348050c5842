#pragma once

#include <string>
#include <string_view>

#include "shared/base/result.h"

namespace lsl::config {

/// The address of the site as browsers write an origin (RFC 6454 6.2): scheme and host in small
/// letters, no port that the scheme implies, no slash at the end. Requests name their origin in
/// that form, and one that differs would be refused. The error's message is a rule for a person,
/// "must be …".
Result<std::string> normalized_origin(std::string_view url);

}  // namespace lsl::config
