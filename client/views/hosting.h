#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// Who carries the picture of this class, what that can and cannot do, and, where minutes cost
/// money, how many there were. Returns the bottom edge.
float hosting_facts(const View& view, float x, float y, float width,
                    const wire::InstructorStream& row);

/// What a class as it is being written will cost with a number of viewers that the person types;
/// nothing where minutes are free. Returns the bottom edge.
float hosting_estimate(const View& view, float x, float y, float width);

}  // namespace lsl::views
