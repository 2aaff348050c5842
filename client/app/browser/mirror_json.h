#pragma once

#include <string>

#include "client/ui/core/semantics.h"

namespace lsl::app {

/// The semantic tree as platform::set_semantics wants it; members with their default are left out.
/// Written by hand, since it is made with every change of the screen.
std::string mirror_json(const ui::SemanticTree& tree);

}  // namespace lsl::app
