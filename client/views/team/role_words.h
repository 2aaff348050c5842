#pragma once

#include <string_view>

#include "client/views/view.h"

namespace lsl::views {

/// "Moderator"
std::string_view role_name(const View& view, domain::StaffRole role);
/// One sentence about what the role is for.
std::string_view role_text(const View& view, domain::StaffRole role);

}  // namespace lsl::views
