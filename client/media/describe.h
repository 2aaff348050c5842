#pragma once

#include <optional>
#include <string_view>

#include "client/media/states.h"
#include "shared/wire/json/archive.h"

// The states by the names in which JavaScript tells them (web/player/player.js,
// web/studio/capture.js, web/studio/whip.js). A test compares the names of both sides.

namespace lsl::media {

std::string_view enum_name(PlayerPhase phase);
std::string_view enum_name(PlayerFailure failure);
std::string_view enum_name(CapturePhase phase);
std::string_view enum_name(CaptureFailure failure);
std::string_view enum_name(BroadcastPhase phase);
std::string_view enum_name(BroadcastFailure failure);
void enum_parse(std::string_view text, std::optional<PlayerPhase>& out);
void enum_parse(std::string_view text, std::optional<PlayerFailure>& out);
void enum_parse(std::string_view text, std::optional<CapturePhase>& out);
void enum_parse(std::string_view text, std::optional<CaptureFailure>& out);
void enum_parse(std::string_view text, std::optional<BroadcastPhase>& out);
void enum_parse(std::string_view text, std::optional<BroadcastFailure>& out);

void describe(wire::Archive& a, PlayerState& m);
void describe(wire::Archive& a, PlayerFigures& m);
void describe(wire::Archive& a, BeatGrid& m);
void describe(wire::Archive& a, PlayerPractice& m);
void describe(wire::Archive& a, MediaDevice& m);
void describe(wire::Archive& a, CaptureState& m);
void describe(wire::Archive& a, BroadcastState& m);

}  // namespace lsl::media
