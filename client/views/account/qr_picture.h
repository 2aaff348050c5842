#pragma once

#include <string>
#include <vector>

#include "client/views/view.h"

namespace lsl::views {

/// A QR code in the middle of the column, by its rows: '1' is a dark module. Nothing where there is
/// none. `name`: what screen readers call it.
void qr_picture(const View& view, ui::Column& column, const std::vector<std::string>& rows,
                std::string_view name);

}  // namespace lsl::views
