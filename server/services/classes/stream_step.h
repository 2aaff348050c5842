#pragma once

#include "shared/domain/studio_class.h"

namespace lsl::services {

/// What a step did to a class: the row afterwards, and whether it changed at all.
struct Step {
    domain::StudioClass row;
    bool changed = false;
};

}  // namespace lsl::services
