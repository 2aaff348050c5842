#pragma once

#include <string>
#include <string_view>

namespace lsl::app {

/// What this person wrote last, as model::Model::chat_emoji has it: `known` after `text` was sent.
std::string recent_emoji_with(std::string_view known, std::string_view text);

}  // namespace lsl::app
