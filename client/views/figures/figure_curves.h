#pragma once

#include <string>

#include "client/views/view.h"
#include "shared/wire/figures_api.h"

namespace lsl::views {

/// Everything about a class that runs with its time: who watched, came, stayed, and what was
/// rehearsed, over one axis.
void class_curves(const View& view, ui::Column& column, const wire::ClassFigures& figures);
/// The first of them alone.
void viewers_curve(const View& view, ui::Column& column, const wire::ClassFigures& figures);

/// "41 h 20 min"
std::string time_spent(const View& view, std::int64_t seconds);
/// "18:42", or "" where there is no time.
std::string peak_time(const View& view, const wire::ClassFigures& figures);

}  // namespace lsl::views
