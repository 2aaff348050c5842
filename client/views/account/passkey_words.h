#pragma once

#include <string_view>

#include "client/views/view.h"

namespace lsl::views {

/// Why there is no passkey, as the browser says.
std::string_view passkey_words(const View& view, model::PasskeyTrouble trouble);

}  // namespace lsl::views
