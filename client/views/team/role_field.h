#pragma once

#include <string>

#include "client/views/view.h"

namespace lsl::views {

/// A choice among the roles that can be given, with what the chosen one is for.
void role_field(const View& view, ui::Column& column, std::string& role);

}  // namespace lsl::views
