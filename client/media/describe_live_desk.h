#pragma once

#include <optional>
#include <string_view>

#include "client/media/desk.h"
#include "shared/wire/json/archive.h"

// The player's desk by the names in which JavaScript tells it (web/player/live_desk.js).

namespace lsl::media {

std::string_view enum_name(OwnCamera state);
void enum_parse(std::string_view text, std::optional<OwnCamera>& out);
std::string_view enum_name(CountVoice state);
void enum_parse(std::string_view text, std::optional<CountVoice>& out);
void describe(wire::Archive& a, LiveDesk& m);

}  // namespace lsl::media
