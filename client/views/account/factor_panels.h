#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// The ways to sign in besides the password, on the page of settings: the person's passkeys, and
/// for staff the codes of an app.
void factor_panels(const View& view, ui::Column& column);

}  // namespace lsl::views
