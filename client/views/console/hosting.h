#pragma once

#include <string>

#include "client/views/view.h"

namespace lsl::views {

/// "$0.84"
std::string dollars(const View& view, double amount);

/// Who carries the picture of this class, what that can and cannot do, and, where minutes cost
/// money, how many there were.
void hosting_facts(const View& view, ui::Column& column, const wire::InstructorStream& row);

/// What a class as it is being written will cost with a number of viewers that the person types;
/// nothing where minutes are free.
void hosting_estimate(const View& view, ui::Column& column);

}  // namespace lsl::views
