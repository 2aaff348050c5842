#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "client/views/view.h"

namespace lsl::views {

/// A field over a list. What is typed is told once nothing more comes.
std::optional<std::string> search_field(const View& view, ui::Column& column,
                                        std::string_view label, std::string_view placeholder);

}  // namespace lsl::views
