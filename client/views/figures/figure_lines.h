#pragma once

#include <string_view>

#include "client/views/view.h"
#include "shared/wire/figures_api.h"

namespace lsl::views {

/// A name and its figure at the line's end.
void figure_line(const View& view, ui::Column& column, std::string_view name,
                 std::string_view figure, bool strong = false);
/// How many came live, later, not yet; with the names once somebody asks for them.
void who_came(const View& view, ui::Column& column, const wire::ClassFigures& figures);
/// What it earned; nothing where that is not theirs to know, or where it cost nothing.
void earned(const View& view, ui::Column& column, const wire::ClassFigures& figures);

}  // namespace lsl::views
